import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AnalysisResult } from '../server/src/analysis/analyze.ts';
import type { Parser } from '../server/src/analysis/cst/parser.ts';
import { Memory } from '../server/src/analysis/memory.ts';
import { analyzeFiles, theParser } from './harness/engine.ts';
import { fixturePaths, root } from './harness/files.ts';
import { readFixture } from './harness/fixture.ts';
import { random } from './harness/transform.ts';

const fixtures = fixturePaths().map((path) => readFixture(path, readFileSync(new URL(path, root), 'utf8')));

/** What people type, and what they leave half-typed. */
const TYPED = [
  ' ', '\n', 'x', ';', '"', '{', '}', '/*', '*/ ', '\n#if X\n', '\n#endif\n', '/* c */', '  int q = 1;\n', '  SSL_SESSION_free(s);\n', '  return;\n',
  '\n#define SSL_SESSION_free(a) drop(a)\n', '\ntypedef struct box { SSL_SESSION *sess; } box;\n', '\nstatic SSL_SESSION *take(SSL *ssl) { return SSL_get1_session(ssl); }\n',
  '\n#include <wolfssl/ssl.h>\n',
];

function edited(text: string, original: string, next: () => number): string {
  const at = Math.floor(next() * (text.length + 1));
  const roll = next();
  if (roll < 0.5) return text.slice(0, at) + (TYPED[Math.floor(next() * TYPED.length)] ?? '') + text.slice(at);
  if (roll < 0.85) return text.slice(0, at) + text.slice(at + 1 + Math.floor(next() * 30));
  return original;
}

/** All that is said, positions included. */
const said = ({ findings, incomplete }: AnalysisResult): string => JSON.stringify([findings, incomplete], null, 1);

/** A parser that counts the items it is given. */
async function counting(): Promise<{ parser: Parser; parsed: () => number }> {
  const real = await theParser();
  let count = 0;
  const parser: Parser = {
    parseItem: (item, context) => { count++; return real.parseItem(item, context); },
    parseSnippet: (text) => real.parseSnippet(text),
    direct: real.direct,
  };
  return { parser, parsed: () => { const was = count; count = 0; return was; } };
}

describe('an analysis with a memory', () => {
  it('says what one without says, whatever is typed', async () => {
    const next = random(4);
    const wrong: string[] = [];
    for (const fixture of fixtures.filter((each) => !each.path.includes('/broken/'))) {
      const memory = new Memory();
      let files: readonly { readonly path: string; readonly text: string }[] = fixture.files;
      await analyzeFiles(files, fixture, false, { memory });
      for (let i = 0; i < 5; i++) {
        const which = Math.floor(next() * files.length);
        files = files.map((file, at) => (at === which ? { path: file.path, text: edited(file.text, fixture.files[at]?.text ?? '', next) } : file));
        const [kept, anew] = [await analyzeFiles(files, fixture, false, { memory }), await analyzeFiles(files, fixture)];
        if (said(kept) !== said(anew)) { wrong.push(`${fixture.path}, edit ${i}`); break; }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('says so also when files come and go', async () => {
    const several = fixtures.filter((fixture) => fixture.files.length > 1);
    expect(several.length).toBeGreaterThan(5);
    for (const fixture of several) {
      const memory = new Memory();
      for (const left of [-1, 0, -1, fixture.files.length - 1, -1]) {
        const files = fixture.files.filter((_, at) => at !== left);
        expect(said(await analyzeFiles(files, fixture, false, { memory })), fixture.path).toBe(said(await analyzeFiles(files, fixture)));
      }
    }
  });

  it('finds the same fixes, hints and lenses on demand, for the last texts only', async () => {
    let found = 0;
    for (const fixture of fixtures.filter((each) => each.files.some((file) => file.annotations.some((annotation) => annotation.kind === 'fix')))) {
      const memory = new Memory();
      const first = await analyzeFiles(fixture.files, fixture, false, { memory });
      const longer = fixture.files.map((file) => ({ path: file.path, text: `/* moves everything */\n${file.text}` }));
      const second = await analyzeFiles(longer, fixture, false, { memory });
      const wanted = await analyzeFiles(longer, fixture, true);
      expect(second.findings.map((finding) => second.fixesOf(finding)), fixture.path).toEqual(wanted.findings.map((finding) => finding.fixes));
      expect(first.findings.flatMap((finding) => first.fixesOf(finding))).toEqual([]);
      for (const { path } of longer) {
        expect([second.inspect.hints(path), second.inspect.lenses(path)]).toEqual([wanted.inspect.hints(path), wanted.inspect.lenses(path)]);
        expect([first.inspect.hints(path), first.inspect.lenses(path)]).toEqual([[], []]);
      }
      found += wanted.findings.flatMap((finding) => finding.fixes).length;
    }
    expect(found).toBeGreaterThan(20);
  });

  const text = [
    'typedef struct conn { SSL *ssl; int n; } conn;',
    '#define DROP(a) SSL_SESSION_free(a)',
    ...['a', 'b', 'c'].map((name) => `void ${name}(conn *c) {\n  SSL_SESSION *s = SSL_get_session(c->ssl);\n  DROP(s);\n}`),
    'void d(SSL *other) { SSL_SESSION *s = SSL_get_session(other); SSL_SESSION_free(s); }',
  ].join('\n');
  const cases: readonly (readonly [string, string, string, number])[] = [
    ['one function when its body changed', 'DROP(s);\n}\nvoid b', 'DROP(s); c = 0;\n}\nvoid b', 1],
    ['none when a comment between functions changed', 'void d', '/* d */ void d', 0],
    ['the functions that use a macro that changed', 'DROP(a) SSL', 'DROP(a) (void)0, SSL', 3],
    ['the functions that use a struct that changed', 'int n;', 'long n;', 3],
  ];
  it('parses the functions that use a macro which stands for one that changed', async () => {
    const through = text.replace('#define DROP(a) SSL_SESSION_free(a)', '#define RELEASE(a) SSL_SESSION_free(a)\n#define DROP(a) RELEASE(a)');
    const { parser, parsed } = await counting();
    const memory = new Memory();
    expect((await analyzeFiles([{ path: 'a.c', text: through }], undefined, false, { memory, parser })).findings).toHaveLength(4);
    parsed();
    const after = await analyzeFiles([{ path: 'a.c', text: through.replace('RELEASE(a) SSL_SESSION_free(a)', 'RELEASE(a) (void)(a)') }], undefined, false, { memory, parser });
    expect(parsed()).toBe(3);
    expect(after.findings).toHaveLength(1);
  });

  for (const [what, from, to, wanted] of cases) {
    it(`parses ${what}`, async () => {
      const { parser, parsed } = await counting();
      const memory = new Memory();
      const before = await analyzeFiles([{ path: 'a.c', text }], undefined, false, { memory, parser });
      expect(parsed()).toBe(4);
      expect(before.findings).toHaveLength(4);
      expect(text).toContain(from);
      await analyzeFiles([{ path: 'a.c', text: text.replace(from, () => to) }], undefined, false, { memory, parser });
      expect(parsed()).toBe(wanted);
    });
  }
});
