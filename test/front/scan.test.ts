import { describe, expect, it } from 'vitest';
import { parseMacro } from '../../server/src/analysis/code/macro.ts';
import { LineTable } from '../../server/src/analysis/code/position.ts';
import { scan } from '../../server/src/analysis/code/scan.ts';
import { items, outline } from './parse.ts';

describe('items of a file', () => {
  it('names functions, prototypes, types and globals', () => {
    expect(outline(`
int count;
static struct cb table[] = { { "a", f }, { "b", g } };
typedef struct s { int a; } s_t, *s_p;
typedef int (*handler)(int);
struct t { int x; };
enum e { A, B };
extern int g(int a);
static struct s *make(int n) { return 0; }
void (*chooser(int n))(int) { return 0; }
unsigned a = 1, b;
`)).toEqual(['global count 2-2', 'global table 3-3', 'type s_t 4-4', 'type handler 5-5', 'type t 6-6', 'type e 7-7', 'prototype g 8-8', 'function make 9-9', 'function chooser 10-10', 'global a 11-11']);
  });

  it('names typedefs of functions', () => {
    expect(outline('typedef int (*handler)(int);\ntypedef void (hook)(const struct s *a, int b);\ntypedef long (API_CALL method)(void);\ntypedef int plain(int);\ntypedef void noreturn_t(int) __attribute__((noreturn));')).toEqual([
      'type handler 1-1', 'type hook 2-2', 'type method 3-3', 'type plain 4-4', 'type noreturn_t 5-5']);
  });

  it('knows definitions in the old style', () => {
    expect(outline('int f(a, b)\nint a;\nchar *b;\n{ return a; }\nmain(argc, argv)\nint argc; char **argv;\n{ }\nint g(int a) NORETURN;\nint x;')).toEqual(['function f 1-4', 'function main 5-7', 'prototype g 8-8', 'global x 9-9']);
  });

  it('names functions that macros define', () => {
    expect(outline('START_TEST(resume)\n{\n}\nEND_TEST\n\nSTART_TEST(second) {\n}\nEND_TEST\nIMPLEMENT_CALL(jlong, Context, make)(ARGS, jint n) {\n}\nSTACK_OF(X) *list(int a)\n{\n}\nHINT(nonnull) int hinted(int a) {\n}\nint tail(int a) HINT(x)\n{\n}')).toEqual([
      'function resume 1-3', 'function second 6-7', 'function make 9-10', 'function list 11-13', 'function hinted 14-15', 'function tail 16-18']);
  });

  it('steps over macros that stand alone', () => {
    expect(outline('BEGIN_DECLS\nint f(void);\nDECLARE_LIST(x)\nint g(void) { }\nmodule_name("x")\nstatic int h;\ndefine_getter(one)\nint i(void)\n{\n}')).toEqual(['prototype f 2-2', 'function g 4-4', 'global h 6-6', 'function i 8-10']);
    expect(outline('ITEMS(x) = {\n  ITEM(a),\n  ITEM(b)\n} END_ITEMS(x)\n\nIMPLEMENT(x)\n\nstatic int f(void)\n{\n}')).toContain('function f 8-10');
  });

  it('gives each item the conditions around it', () => {
    expect(outline('#ifndef X_H\n#define X_H\nint a;\n#if V >= 3\nint b;\n#elif defined(OLD)\nint c;\n#else\nint d;\n#endif\n#ifdef __cplusplus\nextern "C" {\n#endif\nint e;\n#ifdef __cplusplus\n}\n#endif\n#if 0\nint don\'t;\n#endif\n#endif')).toEqual([
      'global a 3-3', 'global b 5-5 if V >= 3', 'global c 7-7 if V < 3 && defined(OLD)', 'global d 9-9 if V < 3 && !defined(OLD)', 'global e 14-14']);
    expect(outline('#ifdef A\nint f(void) { }\n#endif\nextern "C" {\nint g(void) { }\n}')).toEqual(['function f 2-2 if defined(A)', 'function g 5-5']);
  });

  it('takes in the whole group when #if splits a head', () => {
    const split = '#if V >= 3\nstatic int cb(const char *id)\n#else\nstatic int cb(char *id)\n#endif\n{\n  return 0;\n}\nint next;';
    expect(outline(split)).toEqual(['function cb 1-8', 'global next 9-9']);
    expect(outline('#ifdef A\nint f(int a) {\n#else\nint f(int a, int b) {\n#endif\n  g();\n}\nint next;')).toEqual(['function f 1-7', 'global next 8-8']);
    expect(outline('int f(\n#ifdef A\n int a,\n#endif\n int b)\n{\n}\nint next;')).toEqual(['function f 1-7', 'global next 8-8']);
    expect(outline('int f(void)\n{\n#ifdef A\n  return 1;\n}\n#else\n  return 2;\n}\n#endif\nint next;')).toEqual(['function f 1-9', 'global next 10-10']);
    expect(outline('#ifdef A\nint whole(void) { }\nstatic int cb(int a)\n#else\nstatic int cb(void)\n#endif\n{\n}')).toEqual(['function whole 2-2 if defined(A)', 'function cb 3-8']);
  });

  it('keeps count of braces across arms', () => {
    expect(outline('int f(void)\n{\n#ifdef A\n  if (x) {\n#else\n  if (y) {\n#endif\n  }\n}\nint next;')).toEqual(['function f 1-9', 'global next 10-10']);
  });

  it('confines a missing or surplus brace to one function', () => {
    expect(outline('int f(void)\n{\n  if (x) {\n    g();\n}\n\nint g(void)\n{\n}\nint next;')).toEqual(['function f 1-5', 'function g 7-9', 'global next 10-10']);
    expect(outline('int f(void)\n{\n  if (x) {\n\nint g(void)\n{\n}\nint next;').slice(1)).toEqual(['function g 5-7', 'global next 8-8']);
    expect(outline('int f(void)\n{\n}\n}\nint g(void)\n{\n}')).toEqual(['function f 1-3', 'function g 5-7']);
  });

  it('does not take a brace in column 0 for the end where statements stand in column 0 too', () => {
    expect(outline('int f(void)\n{\nint p = 0;\nif (p) {\n  g();\n}\nh(p);\nreturn p;\n}\nint next;')).toEqual(['function f 1-9', 'global next 10-10']);
  });

  it('is not misled by comments, strings and odd line ends', () => {
    expect(outline('\ufeffint a; /* } { */ char *s = "}{\\"";\r\nchar c = \'"\'; // }\r\nint f(void) { return 1\'000; }\r\nint b;')).toEqual(['global a 1-1', 'global s 1-1', 'global c 2-2', 'function f 3-3', 'global b 4-4']);
    expect(outline('int a;\rint f(void)\r{\r}\r#if A\rint b;\r#endif\rint c;\f\0int d;')).toEqual(['global a 1-1', 'function f 2-4', 'global b 6-6 if defined(A)'.replace('defined(A)', 'A != 0'), 'global c 8-8', 'global d 8-8']);
    expect(outline('int a;\n/* never closed\nint b;')).toEqual(['global a 1-1']);
    expect(outline('#error don\'t\nint a;')).toEqual(['global a 2-2']);
  });

  it('collects comments', () => {
    const text = 'int a; // one\n/* two\n */\n#define X 1 /* three */\n';
    expect(scan({ path: 'a.c', text }).comments.map((c) => text.slice(c.start, c.end))).toEqual(['// one', '/* two\n */', '/* three */']);
  });

  it('is quick', () => {
    const text = 'static int f(int a)\n{\n    if (a > 1) {\n        /* comment */ call("text", a + 2);\n    }\n    return a;\n}\n'.repeat(20_000);
    const started = performance.now();
    expect(items(text)).toHaveLength(20_000);
    // 2 MB; a scan that is not linear takes minutes.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('macros', () => {
  const one = (text: string): unknown => { const m = parseMacro(items(text)[0] as never); return m && [m.name, m.parameters, m.body]; };
  it('are taken apart', () => {
    expect(one('#define A')).toEqual(['A', null, '']);
    expect(one('#define A (1)')).toEqual(['A', null, '(1)']);
    expect(one('# define F(a, b) \\\n  do { a; /* c */ b; } \\\n  while (0) // x')).toEqual(['F', ['a', 'b'], 'do { a;   b; }   while (0)']);
    expect(one('#define L(fmt, ...) log("//", fmt)')).toEqual(['L', ['fmt', '...'], 'log("//", fmt)']);
    expect(one('#define N() 1')).toEqual(['N', [], '1']);
    expect(one('#define G(args...) f(args)')).toEqual(['G', ['args...'], 'f(args)']);
    expect(items('#undef A')).toEqual([]);
  });
});

describe('lines', () => {
  it('end at LF, CR LF and a lone CR', () => {
    const table = new LineTable('ab\ncd\r\nef\rgh');
    expect([0, 2, 3, 7, 10, 12].map((o) => [table.lineOf(o), table.columnOf(o)])).toEqual([[1, 1], [1, 3], [2, 1], [3, 1], [4, 1], [4, 3]]);
    expect([1, 2, 3, 4, 5].map((l) => table.lineText(l))).toEqual(['ab', 'cd', 'ef', 'gh', '']);
  });
});
