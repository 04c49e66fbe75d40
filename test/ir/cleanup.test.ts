import { expect, it } from 'vitest';
import { analyze } from '../../server/src/analysis/analyze.ts';
import { createParser } from '../../server/src/analysis/cst/parser.ts';
import { openModel } from '../../server/src/workspace/open-model.ts';
import { wasmFromPackages } from '../service/harness.ts';

async function rulesIn(text: string): Promise<string[]> {
  const parser = await createParser(wasmFromPackages());
  const { findings } = analyze({ files: [{ path: 'a.c', text }], model: openModel(null, []), parser, functionTimeoutMs: 60_000, now: () => 0 });
  return findings.map(({ rule }) => rule);
}

/** Each macro names all that come before it: there are more ways through them than can be gone. */
const tangle = (last: string): string => [last, ...Array.from({ length: 300 }, (_, i) => `#define M${i + 1} ${Array.from({ length: i + 1 }, (_, j) => `M${j}`).join(' ')}\n`)].join('');
const USE = 'void f(SSL *ssl)\n{\n    M300 SSL_SESSION *s = SSL_get1_session(ssl);\n    print_session(s->time);\n}\n';

it('a cleanup attribute is found through any tangle of macros', async () => {
  expect(await rulesIn(`${tangle('#define M0 __attribute__((cleanup(drop)))\n')}${USE}`)).toEqual([]);
  expect(await rulesIn(`${tangle('#define M0 __attribute__((unused))\n')}${USE}`)).toEqual(['leak']);
});
