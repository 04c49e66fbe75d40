import { describe, expect, it } from 'vitest';
import { variantsOf } from '../../server/src/analysis/code/variants.ts';
import { TRUE, show } from '../../server/src/analysis/code/condition.ts';
import { calls, parse } from './parse.ts';

const readings = (text: string): string[] => variantsOf(text, 0, TRUE).map((v) => `${show(v.presence)}: ${v.text.replace(/\s+/g, ' ').trim()}`);

describe('readings of an item', () => {
  it('keep groups of whole statements in the text', () => {
    const text = 'void f(void) {\n  a();\n#ifdef A\n  b();\n# if B\n  c();\n# endif\n#else\n  d();\n#endif\n}';
    const [variant, ...more] = variantsOf(text, 100, TRUE);
    expect(more).toEqual([]);
    expect(variant?.text).toHaveLength(text.length);
    expect(variant?.text).not.toContain('#');
    expect(variant?.groups.map((g) => g.arms.map((a) => `${show(a.condition)}: ${text.slice(a.start - 100, a.end - 100).trim().split('\n')[0]}`))).toEqual([['defined(A): b();', '1: d();'], ['B != 0: c();']]);
    const outer = variant?.groups[0];
    expect(text.slice((outer?.start ?? 0) - 100, (outer?.end ?? 0) - 100)).toMatch(/^#ifdef A[^]*#endif$/);
  });

  it('decide groups that cut through syntax', () => {
    expect(readings('int f(\n#ifdef A\nint a\n#else\nlong a\n#endif\n) { }')).toEqual(['defined(A): int f( int a ) { }', '!defined(A): int f( long a ) { }']);
    expect(readings('void f(void) {\n#if X\n if (a) {\n#else\n if (b) {\n#endif\n g(); } }')).toEqual(['X != 0: void f(void) { if (a) { g(); } }', 'X == 0: void f(void) { if (b) { g(); } }']);
    expect(readings('void f(void) {\n if (a)\n  g();\n#ifdef A\n else if (b)\n  h();\n#endif\n else\n  k();\n}')).toEqual(['defined(A): void f(void) { if (a) g(); else if (b) h(); else k(); }', '!defined(A): void f(void) { if (a) g(); else k(); }']);
    expect(readings('int x = 1\n#ifdef A\n + 2\n#endif\n;')).toEqual(['defined(A): int x = 1 + 2 ;', '!defined(A): int x = 1 ;']);
  });

  it('decide the same condition the same way', () => {
    const open = '#ifdef A\n if (a) {\n#endif\n', close = '#ifdef A\n }\n#endif\n', negated = '#ifndef A\n ) \n#else\n , 1)\n#endif\n';
    expect(readings(`void f(void) {\n${open} g();\n${close}}`)).toHaveLength(2);
    expect(readings(`void f(void) {\n${open} g();\n${close} h(2\n${negated}; }`)).toEqual(['defined(A): void f(void) { if (a) { g(); } h(2 , 1) ; }', '!defined(A): void f(void) { g(); h(2 ) ; }']);
    expect(readings('int x = \n#if V >= 3\n1\n#endif\n#if V < 3\n2\n#endif\n;')).toEqual(['V >= 3: int x = 1 ;', 'V < 3: int x = 2 ;']);
  });

  it('leave out what is never compiled', () => {
    expect(readings('void f(void) {\n#if 0\n don\'t();\n#else\n g();\n#endif\n#if 1\n h(\n#endif\n 1); }')).toEqual(['1: void f(void) { g(); h( 1); }']);
    expect(variantsOf('int x = 1\n#ifndef A\n+1\n#endif\n;', 0, { kind: 'defined', name: 'A' })).toHaveLength(1);
  });

  it('are limited in number and still show each arm', () => {
    const text = `int x = 0\n${Array.from({ length: 12 }, (_, i) => `#ifdef A${i}\n + ${i}\n#else\n - ${i}\n#endif\n`).join('')};`;
    const variants = variantsOf(text, 0, TRUE);
    expect(variants.length).toBeLessThanOrEqual(8);
    for (let i = 0; i < 12; i++) for (const sign of '+-') expect(variants.some((v) => v.text.includes(`${sign} ${i}\n`))).toBe(true);
  });

  it('take elements of tables and cases for whole', () => {
    expect(readings('struct t a[] = {\n#ifdef A\n { 1, f },\n#endif\n { 2, g } };')).toHaveLength(1);
    expect(readings('void f(int n) { switch (n) {\n#ifdef A\n case 1: g(); break;\n#endif\n case 2: h(); break; } }')).toHaveLength(1);
    // The statement after the group belongs to the case in it.
    expect(readings('void f(int n) { switch (n) {\n#ifdef A\n case 1:\n#endif\n h(); break; } }')).toHaveLength(2);
  });

  it('survive deep nesting and unbalanced directives', () => {
    for (const text of [`void f(void) {${'\n#if A\n'.repeat(3000)} g(); ${'\n#endif\n'.repeat(3000)}}`, 'void f(void) {\n#else\n g();\n#endif\n}', 'void f(void) {\n#if A\n g();\n}', `int x = ${'\n#if A\n1\n#elif B\n2\n#endif\n+'.repeat(500)} 3;`, `void f(void) {${'\n#if A\n a();\n#endif\n'.repeat(3000)}}`]) {
      const variants = variantsOf(text, 0, TRUE);
      expect(variants.length).toBeGreaterThan(0);
      for (const v of variants) expect(v.text).toHaveLength(text.length);
    }
  });

  it('of a head that #if splits', () => {
    const { parsed } = parse('#if V >= 3\nstatic int cb(const char *id)\n#else\nstatic int cb(char *id)\n#endif\n{\n  return use(id);\n}');
    expect(parsed.variants.map((v) => show(v.presence))).toEqual(['V >= 3', 'V < 3']);
    expect(parsed.variants.map((v) => calls(v.tree))).toEqual([['use'], ['use']]);
  });
});
