import { describe, expect, it } from 'vitest';
import { lower } from '../../server/src/analysis/ir/lower-function.ts';
import { printFunction } from '../../server/src/analysis/ir/print.ts';
import type { Item } from '../../server/src/analysis/code/item.ts';
import { dump, indexOf, parser } from './lowered.ts';

/** Lowers the tree of a text as tree-sitter gives it, without the repairs that come before. */
function raw(body: string): string {
  const text = `int f(SES *s, struct conn *c, int n)\n{\n${body}\n}\n`;
  const item: Item = { kind: 'function', name: 'f', file: { path: 'a.c', text }, start: 0, end: text.length, body: text.indexOf('{'), presence: { kind: 'true' } };
  const variant = { presence: item.presence, tree: parser.parseSnippet(text), groups: [] };
  const result = lower(item, { variants: [variant], opaque: null }, indexOf(item.file), parser);
  return result.opaque ?? result.functions.map((f) => printFunction(f).split('\n').slice(2).join('\n')).join('\n==\n');
}

describe('what tree-sitter reads wrongly without saying so', () => {
  it('a macro without semicolon before a call, an assignment, a store', () => {
    expect(raw('LOG(n)\n ses_free(s);\n return 0;')).toBe('  LOG(n)\n  ses_free(s)\n  return 0');
    expect(raw('LOG(n)\n s = ses_get(c);\n return 0;')).toBe('  LOG(n)\n  s = ses_get(c)\n  return 0');
    expect(raw('LOCKED\n ses_free(s);\n return 0;')).toBe('  ses_free(s)\n  return 0');
    expect(raw('LOCKED\n s = NULL;\n return 0;')).toBe('  s = NULL\n  return 0');
  });
  it('a bare macro before an if', () => {
    expect(raw('LOCKED\n if (s) { ses_free(s); }\n return 0;')).toBe('  if s then 2 else 1\n1:\n  return 0\n2:\n  ses_free(s)\n  goto 1');
  });
  it('real declarations stay', () => {
    expect(raw('STACK_OF(X) *sk; MY_T\n q = ses_get(c); use(sk, q);')).toBe('  declare sk\n  init q = ses_get(c)\n  use(sk, q)\n  end');
  });
  it('a product is no declaration', () => {
    expect(raw('n * s; return n;')).toBe('  return n');
  });
  it('pointers to functions that read as expressions', () => {
    expect(raw('SES *(*p)(int) = get; T (*q)(int) = h; s = p(1); s = (*q)(2); return 0;')).toBe('  init p = get\n  init q = h\n  s = [p](1)\n  s = [q](2)\n  return 0');
  });
  it('loops and tests written over macros run any number of times', () => {
    expect(dump('EACH(e, c) { ses_free(s); } return 0;')).toBe('0:\n  goto 1\n1:\n  if ? then 2 else 3\n2:\n  ses_free(s)\n  goto 1\n3:\n  return 0');
    expect(dump('LIST_FOREACH(e, &c->list, link) { ses_free(s); } return 0;')).toContain('else 3');
  });
  it('_Generic makes what it mentions unknown', () => {
    expect(raw('n = _Generic(n, int: s, default: c);')).toBe('  escape &n, &s, &c (_Generic)\n  n = ?\n  end');
  });
  it('an else without if, a function in a function', () => {
    expect(raw('int g(int a) { return a; }\n return 0;')).toBe('a function inside a function');
    expect(raw('else if (n) { ses_free(s); }\n return 0;')).not.toContain('ses_free');
  });
});

describe('damage', () => {
  it('in one expression: the values it mentions become unknown', () => {
    expect(raw('n = use(s @ c);\n return 0;')).toContain('escape');
    expect(raw('if (s @ n) return 1;\n return 0;')).toContain('escape');
  });
  it('with control flow in it: the function is not analysed', () => {
    expect(raw('if (n) { ses_free(s); \n return 0;')).not.toBe('');
    expect(raw('@ if while ) else {{ ses_free(s);')).toMatch(/^[a-z]/);
  });
  it('a variable declared twice: the function is not analysed', () => {
    expect(raw('SES *a = s; SES *a = NULL; return 0;')).toBe('`a` is declared twice');
  });
  it('deep nesting ends in giving up, long chains do not', () => {
    expect(raw(`n = ${'('.repeat(2000)}1${')'.repeat(2000)};`)).toBe('nested too deeply');
    expect(raw(`${'{'.repeat(2000)}${'}'.repeat(2000)}`)).toBe('nested too deeply');
    expect(raw(`${'if (n) n++; else '.repeat(1500)} ses_free(s);`)).toContain('ses_free(s)');
    expect(raw('n++;'.repeat(20_000)).length).toBeGreaterThan(100_000);
  });
  it('anything else gives something', () => {
    for (const text of ['', 'int', '{', 'f(', 'int f(int) {', 'int f(a) {}', 'int f() { goto x; }', 'int f() { case 1: }', 'int f() { break; }', 'int f() { x: x: goto x; }', 'int f() { return }', '#if A\nint f() {\n#endif']) {
      const item: Item = { kind: 'function', name: 'f', file: { path: 'a.c', text }, start: 0, end: text.length, body: text.indexOf('{'), presence: { kind: 'true' } };
      const parsed = parser.parseItem(item, { macros: new Map(), words: new Map() });
      expect(() => lower(item, parsed, indexOf(item.file), parser)).not.toThrow();
      expect(() => raw(text)).not.toThrow();
    }
    expect(dump('goto nowhere;')).toContain('unreachable');
  });
});
