import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { builtinModel } from '../../server/src/analysis/model/builtin.ts';

const root = fileURLToPath(new URL('../../server/src/', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));

/** Blanks comments; strings are kept, they are what the test is about. */
function withoutComments(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (token) => (token.startsWith('/') ? ' ' : token));
}

test('comments are blanked and strings are not', () => {
  expect(withoutComments(`a /* b */ "c /* d */" // e\n'//f' \`g // h\``)).toBe(`a   "c /* d */"  \n'//f' \`g // h\``);
});

/** Names that C itself or any project has are no names of this library (`free`, `exit`, `assert`). */
const model = builtinModel();
const LIBRARY = /^(?:wolf)?SSL_|^WOLFSSL|^(?:d2i|i2d|PEM|ASN1|CRYPTO|BIO|OPENSSL|TEST|DTLSv1|BABASSL|ngx|X509|struct)_?/;
const names = new Set([
  ...[...model.functions.values()].filter((f) => f.tracked || LIBRARY.test(f.name)).map((f) => f.name),
  ...model.types.map((t) => t.replace('struct ', '')),
  ...model.ownerTypes.map((t) => t.replace('struct ', '')),
]);

test('the names of the library are in the models, not in TypeScript', () => {
  const found: string[] = [];
  for (const file of files) {
    for (const [word] of withoutComments(readFileSync(root + file, 'utf8')).matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) {
      if (names.has(word)) found.push(`${file}: ${word}`);
    }
  }
  expect(found).toEqual([]);
});
