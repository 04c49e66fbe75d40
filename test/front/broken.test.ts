import { describe, expect, it } from 'vitest';
import { parseMacro } from '../../server/src/analysis/code/macro.ts';
import { scan } from '../../server/src/analysis/code/scan.ts';
import { parser } from './parse.ts';

const SNIPPETS = [
  '#ifndef X_H\n#define X_H\n/* c */\nstruct s { int a; } t = { 1, "}" };\n#if V >= 3 /* x */\nstatic int cb(const char *id)\n#else\nstatic int cb(char *id)\n#endif\n{\n  TRACE(1)\n  if (id[0] == \'{\') {\n#ifdef A\n    LIST_FOREACH(s, &l, n) { drop(s); }\n#else\n  } else if (b) {\n#endif\n  }\n  return get(va_arg(ap, T *)) ? 1 : 0;\n}\n#endif\n',
  'int f(a, b)\n  int a; char *b;\n{\n  switch (a) {\n#if A\n  case 1 ... 2: g();\n#elif B\n  default:\n#endif\n    ASSERT(a, return 1);\n  }\nout:\n}\n#define M(a, ...) \\\n  do { a; } while (0)\nSTART_TEST(x)\n{\n  print("a" F(x) "b" \\\n   , );\n}\nEND_TEST\n',
  '\ufeffstatic __attribute__((x)) EXPORT T *g(_In_ T *a, int UNUSED(b))\r\n{\r\n#if 0\r\n don\'t\r\n#endif\r\n  T *x __attribute__((cleanup(y))) = get(a), *z;\r\n  dr\\\r\nop(x);\r\n  for (;;) FOREVER { if eq(a, b) continue; }\r\n}\r\n',
];

/** Everything the front end does with a file; gives the number of items. */
function read(text: string): number {
  const { items } = scan({ path: 'broken.c', text });
  for (const item of items) {
    expect(item.start).toBeLessThan(item.end);
    expect(item.end).toBeLessThanOrEqual(text.length);
    parseMacro(item);
    if (item.kind === 'macro') continue;
    const parsed = parser.parseItem(item, { macros: new Map(), words: new Map(), expectCalls: new Set(['drop', 'get']) });
    expect(parsed.variants.length > 0).toBe(parsed.opaque === null);
    for (const { tree, groups } of parsed.variants) {
      for (let i = 0; i < tree.size; i++) if (tree.start(i) > tree.end(i) || tree.end(i) > item.end) throw new Error(`node outside its item: ${text}`);
      for (const group of groups) expect(group.end).toBeLessThanOrEqual(item.end);
    }
  }
  return items.length;
}

/** Numbers that look random and are the same on every run. */
function* numbers(seed: number): Generator<number> {
  for (let x = seed; ;) { x = Math.imul(x ^ (x >>> 15), 2246822519) + 0x9e3779b9 >>> 0; yield x; }
}

describe('broken text', () => {
  it('cut anywhere is read', () => {
    for (const snippet of SNIPPETS) for (let n = 0; n <= snippet.length; n++) read(snippet.slice(0, n));
  });

  it('beginning anywhere is read', () => {
    for (const snippet of SNIPPETS) for (let n = 0; n <= snippet.length; n += 3) read(snippet.slice(n));
  });

  it('spliced at random is read', () => {
    const pieces = ['{', '}', '(', ')', '"', '\'', ';', '\n#if A\n', '\n#else\n', '\n#endif\n', '/*', '*/', '\\\n', ',', '#', '\n}\n', 'else', 'FOO(x)', '\0', '\r', '@', '\u{1F600}'];
    const random = numbers(7);
    const next = (n: number): number => (random.next().value as number) % n;
    for (let round = 0; round < 600; round++) {
      let text = SNIPPETS[next(SNIPPETS.length)] as string;
      for (let k = next(4) + 1; k > 0; k--) {
        const at = next(text.length);
        text = text.slice(0, at) + (next(3) === 0 ? '' : pieces[next(pieces.length)] as string) + text.slice(at + next(6));
      }
      read(text);
    }
  });

  it('of a hostile kind takes bounded time', { timeout: 120_000 }, () => {
    const n = 20_000;
    for (const text of [
      '{'.repeat(n), '('.repeat(n), `int f(void) {${'('.repeat(n)}`, `int f(void) {${'{'.repeat(n)}`, `int f(void) {${'g('.repeat(n)}`, `int f(void) {${'if (a) '.repeat(n)};}`,
      `int f(void) {\n${'a\n'.repeat(n)}}`, `int f(void) {${'A(b) '.repeat(n)}}`, `int f(void) {${'M({'.repeat(3000)}${'});'.repeat(3000)}}`, `${'#if A\n'.repeat(n)}int f(void) { }`, `#if A\n${'#elif B\n'.repeat(n)}`,
      '}\n'.repeat(n), `int f(${'int a,'.repeat(n)}int b) { }`, 'A(x)\n'.repeat(n), `/*${'/'.repeat(n)}`, '"'.repeat(n), `int f(void) {${'"a" X(y) '.repeat(n)};}`, `int x[] = {${'{1},'.repeat(n)}};`,
      `int f(void) {${'\n#ifdef A\n x\n#endif\n'.repeat(1000)}}`, `int f(void) {${'offsetof('.repeat(2000)}}`, `${'a '.repeat(n)};`, `${'f(a) '.repeat(n)};`, 'int f(void)\n'.repeat(n), `#if ${'('.repeat(n)}\n#endif`,
    ]) {
      const before = performance.now();
      read(text);
      const took = performance.now() - before;
      // Far above what it takes: only a hang or quadratic time is caught.
      if (took > 30_000) throw new Error(`${took.toFixed(0)} ms for ${text.slice(0, 60)}`);
    }
  });
});
