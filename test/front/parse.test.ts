import { describe, expect, it } from 'vitest';
import { body, calls, parse, statements } from './parse.ts';

/** Calls in the only reading of a body that contains these lines. */
const callsIn = (text: string, before = ''): string[] => calls(body(text, before));
/** Text of the body as it was parsed, white space made even. */
const readAs = (text: string, before = ''): string => body(text, before).text(0).replace(/\s+/g, ' ').replace(/^.*?\{ | \}$/g, '');
const opaque = (text: string, name?: string): string | null => parse(text, name).parsed.opaque;
const clean = (text: string): boolean => !body(text).hasError(0);

describe('macros as statements', () => {
  it('without a semicolon do not swallow the next statement', () => {
    expect(readAs('TRACE(x)\n drop(s);')).toBe('TRACE(x);drop(s);'.replace(';d', '; d'));
    expect(callsIn('TRACE(x)\n drop(s);')).toEqual(['TRACE', 'drop']);
    expect(callsIn('TRACE(x)\n s = get(n);')).toEqual(['TRACE', 'get']);
    expect(callsIn('BARE\n drop(s);')).toEqual(['drop']);
    expect(callsIn('BARE\n s = get(n);')).toEqual(['get']);
    expect(statements(body('BARE\n if (s == NULL) {\n drop(s);\n }'))).toEqual(['expression_statement', 'if_statement']);
    expect(statements(body('TRACE(x)\n return;'))).toEqual(['expression_statement', 'return_statement']);
    expect(callsIn('use(s);\n TRACE(1)\n}\nint g(void) {')).toEqual(['use', 'TRACE']);
  });

  it('that loop become loops over unknown values', () => {
    expect(readAs('LIST_FOREACH(s, &all, next) {\n drop(s);\n}')).toBe('while(s=__(),next=__()) { drop(s); }');
    expect(readAs('list_for_each(pos, head)\n drop(pos);')).toBe('while(pos=__(),head=__) drop(pos);');
    expect(readAs('repeat_for(s) drop(s);')).toBe('while(s=__()) drop(s);');
    expect(readAs('EVERY(s, l) drop(s);', '#define EVERY(v, l) for (v = l; v; v = v->next)')).toBe('while(s=__) drop(s);');
    expect(readAs('FOREVER {\n drop(s);\n}', '#define FOREVER for (;;)')).toBe('for(;;) { drop(s); }');
    expect(readAs('foreach_entry(struct s, e, all) { drop(e); }')).toBe('while(e=__(),all=__()) { drop(e); }');
  });

  it('that test become conditions that decide nothing', () => {
    expect(readAs('DEBUG(D_tls) {\n use(s);\n}')).toBe('if(__()) { use(s); }');
    expect(readAs('if (n) use(s); else DEBUG(D_tls) use(n);')).toBe('if (n) use(s); else if(__()) use(n);');
    expect(readAs('CHECKING(get(&s)) {\n use(s);\n}')).toBe('if(__()+(get(&s))){ use(s); }');
    expect(readAs('ASSERT_OR(s != NULL, return);\n use(s);')).toBe('if(__()) return; use(s);'.replace('return;', 'return ;'));
    expect(readAs('ENSURE_THAT((s = get(n)) != NULL, goto out);\nout: use(s);')).toBe('if(__()+ ((s = get(n)) != NULL))goto out ; out: use(s);');
    expect(callsIn('WITH(lock, { drop(s); });\n use(s);')).toEqual(['__', 'drop', 'use']);
    expect(callsIn('QUIETLY(drop(s);)\n use(s);')).toEqual(['drop', 'use']);
    expect(callsIn('if equal(s, n) drop(s);')).toEqual(['equal', 'drop']);
    expect(callsIn('TRY {\n use(s);\n} CATCH(e) {\n drop(s);\n}\nEND;')).toEqual(['use', '__', 'drop']);
  });

  it('that a project defines are read as defined', () => {
    expect(readAs('LOCKED drop(s);', '#define LOCKED')).toBe('drop(s);');
    expect(readAs('VERBOSE(char text[10];)\n VERBOSE(use(s));', '#define VERBOSE(x) x')).toContain('use(s)');
    expect(callsIn('UNLOCK\n drop(s);', '#define UNLOCK unlock();')).toEqual(['drop']);
  });

  it('leave declarations alone', () => {
    expect(readAs('STACK_OF(X) *all = get(n);')).toBe('STACK_OF(X) *all = get(n);');
    expect(readAs('typeof(s) t = s;')).toBe('typeof(s) t = s;');
    expect(readAs('autoptr(X) t = get(n);')).toBe('autoptr(X) t = get(n);');
    expect(readAs('size_t count = 1; session_t *t = get(n);')).toBe('size_t count = 1; session_t *t = get(n);');
    expect(readAs('CLEANUP session_t *t = get(n);')).toBe('session_t *t = get(n);');
    expect(readAs('static PER_THREAD struct s all;')).toBe('static struct s all;');
    expect(readAs('int x __attribute__((unused)) = get(n);')).toBe('int x = get(n);');
  });
});

describe('heads', () => {
  const head = (text: string): string => {
    const { parsed, item } = parse(text);
    const tree = parsed.variants[0]?.tree;
    if (!tree) throw new Error(parsed.opaque ?? '');
    const definition = tree.children(0).find((c) => tree.type(c) === 'function_definition') ?? 0;
    return `${item.name}: ${tree.text(tree.child(definition, 'type'))} ${tree.text(tree.child(definition, 'declarator')).replace(/\s+/g, ' ')}${tree.hasError(0) ? ' damaged' : ''}`;
  };

  it.each([
    ['static EXPORT int f(int a) { }', 'f: int f(int a)'],
    ['EXPORT session_t *f(void) { }', 'f: session_t *f(void)'],
    ['int STDCALL f(void) { }', 'f: int f(void)'],
    ['EXPORT session_t WINAPI f(void) { }', 'f: session_t f(void)'],
    ['static my_inline session_t *f(void) { }', 'f: session_t *f(void)'],
    ['PRIVATE DWORD f(void) { }', 'f: DWORD f(void)'],
    ['HINT(nonnull) int f(int a) { }', 'f: int f(int a)'],
    ['int f(int a) HINT(x)\n{ }', 'f: int f(int a)'],
    ['STACK_OF(X) *f(int a) { }', 'f: STACK_OF(X) *f(int a)'],
    ['EXPORT(int) f(int a) { }', 'f: EXPORT(int) f(int a)'],
    ['int f(UNUSED int a, int b UNUSED, session_t *s _Unused) { }', 'f: int f( int a, int b , session_t *s )'],
    ['int f(_In_ session_t *s, _In_reads_(n) const char *p, int UNUSED(c)) { }', 'f: int f( session_t *s, const char *p, int c )'],
    ['int f(void (*cb)(int), struct s *s, ...) { }', 'f: int f(void (*cb)(int), struct s *s, ...)'],
    ['__attribute__((noinline)) static int f(void) { }', 'f: int f(void)'],
    ['int f(a, b) int a; char *b; { }', 'f: int f(int a,char * b)'],
    ['char *f(a) struct s *a; { }', 'f: char *f(struct s * a)'],
    ['START_TEST(resume)\n{ }', 'resume: int resume()'],
    ['TEST(cache, resume) { }', 'resume: int resume()'],
    ['IMPLEMENT_CALL(jlong, Context, make)(ARGS, jint n) { }', 'make: int make (ARGS, jint n)'],
    ['int (*f(int a))(int) { return 0; }', 'f: int (*f(int a))(int)'],
  ])('%s', (text, expected) => { expect(head(text)).toBe(expected); });
});

describe('expressions', () => {
  it.each([
    ['t = va_arg(ap, session_t *);', 't = va_arg(ap, session_t );'],
    ['t = NEW(struct s *);', 't = NEW( s );'],
    ['t = ALLOC(unsigned char);', 't = ALLOC(0 );'],
    ['t = container_of(p, struct s, m);', 't = container_of(p, s, m);'],
    ['n = offsetof(struct s, a.b[1]);', 'n = offsetof(struct s, a );'],
    ['print("a" FORMAT(x) "b");', 'print("a" "b");'],
    ['print(PREFIX MESSAGE, n);', 'print(PREFIX , n);'],
    ['check(s, n, );', 'check(s, n,0);'],
    ['round(a, +, ^);', 'round(a, 0, 0);'],
    ['check({1, 2});', 'check(0 );'],
    ['n = sizeof(struct s *) + sizeof(int);', 'n = sizeof(struct s *) + sizeof(int);'],
    ['use((struct s *)n, (char)n);', 'use((struct s *)n, (char)n);'],
    ['switch (n) { case 1 ... 3: use(s); }', 'switch (n) { case 1 : use(s); }'],
  ])('%s', (text, expected) => {
    expect(readAs(text)).toBe(expected);
    expect(clean(text)).toBe(true);
  });

  it('joins a word that a splice cuts', () => {
    expect(callsIn('dr\\\nop(s);')).toEqual(['drop']);
    expect(readAs('print("one\\ntwo\\\nthree");')).toBe('print("one\\ntwo\\ three");');
  });
});

describe('what is not trusted', () => {
  it('a function whose braces do not match', () => {
    expect(opaque('void f(void)\n{\n  if (x) {\n  drop(s);\n}\nint y;')).toMatch(/^line \d+: /);
  });

  it('a text in which a call got lost', () => {
    expect(opaque('void f(void)\n{\n  use(1 ,, @ drop(s) 2 { ;\n}')).not.toBeNull();
  });

  it('damage within one statement is confined to it', () => {
    const tree = body('use(s @ 1);\n drop(s);');
    expect(tree.hasError(0)).toBe(true);
    const definition = tree.children(0)[0] ?? 0;
    const inside = tree.children(tree.child(definition, 'body'));
    expect(inside.map((n) => tree.hasError(n))).toEqual([true, false]);
  });

  it('nothing of an item that is never compiled', () => {
    expect(opaque('void f(void) { use(1); }')).toBeNull();
  });
});

describe('odd texts', () => {
  it('of all kinds are parsed', () => {
    for (const text of ['void f(void)\r\n{\r\n  drop(s);\r\n}\r\n', 'void f(void)\r{\r  drop(s);\r}\r', '\ufeffvoid f(void) { drop(s); }', 'void f(void) { /* \u00e9\u{1F600} */ drop("\u00ff"); }', 'void f(void) {\fdrop(s); }']) {
      const { parsed } = parse(text);
      expect(parsed.opaque).toBeNull();
      const tree = parsed.variants[0]?.tree;
      expect(tree && calls(tree)).toEqual(['drop']);
    }
  });

  it('keep offsets of the file', () => {
    const text = 'int a;\n\nstatic EXPORT int f(void)\n{\n#ifdef A\n  TRACE(1)\n#endif\n  drop(a);\n}\n';
    const { parsed } = parse(text, 'f');
    const tree = parsed.variants[0]?.tree;
    if (!tree) throw new Error('opaque');
    const call = [...Array(tree.size).keys()].find((i) => tree.type(i) === 'call_expression' && tree.text(i) === 'drop(a)') ?? -1;
    expect(text.slice(tree.start(call), tree.end(call))).toBe('drop(a)');
  });
});
