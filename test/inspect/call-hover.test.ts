import { describe, expect, it } from 'vitest';
import { analyzeFiles } from '../harness/engine.ts';
import { hoverAt, marked, PATH } from './marked.ts';

const inBody = (lines: string): string => `void f(SSL *ssl, SSL_CTX *ctx, SSL_SESSION *s) {\n${lines}\n}\n`;

describe('hover on a call of the library', () => {
  const CASES: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    ['a borrowing getter', '@SSL_get_session(ssl);',
      ['**SSL_get_session()**: *', 'a borrowed pointer', 'kept alive by argument 1', 'may be NULL', 'the borrow ends when argument 1 lets go', 'to own the result, call `SSL_get1_session()`', '`SSL_get_session(3)`'], ['argument 0', 'to borrow']],
    ['its owning twin', '@SSL_get1_session(ssl);', ['a reference that the caller must release', 'may be NULL', 'to borrow instead, call `SSL_get_session()`'], ['borrow ends', 'to own']],
    ['a release', '@SSL_SESSION_free(s);', ['argument 1 loses one reference of the caller', 'NULL is allowed'], ['returns']],
    ['a retain', '@SSL_SESSION_up_ref(s);', ['argument 1 gains one reference for the caller', 'NULL is invalid'], ['loses']],
    ['a holder', '@SSL_set_session(ssl, s);', ['argument 2 gains a reference that the holder owns', 'the holder is argument 1', 'ends what was borrowed from it'], []],
    ['a registration', '@SSL_CTX_sess_set_new_cb(ctx, cb);', ['callback in argument 2: new-session', 'its argument 2 is a session that comes with a reference'], ['argument 0']],
  ];
  for (const [name, lines, says, not] of CASES) {
    it(`tells of ${name}`, async () => {
      const markdown = await hoverAt(inBody(lines));
      for (const fragment of says) expect(markdown).toContain(fragment);
      for (const fragment of not) expect(markdown).not.toContain(fragment);
      expect(markdown).not.toMatch(/https?:/);
    });
  }

  it('covers the name', async () => {
    const { inspect, text, offset } = await marked(inBody('  @SSL_SESSION_free (s);'));
    const range = inspect.hover(PATH, offset + 3)?.range;
    expect(text.slice(range?.start, range?.end)).toBe('SSL_SESSION_free');
    expect([range?.startLine, range?.startColumn]).toEqual([2, 3]);
  });

  it('is silent for what has nothing to do with sessions, and for what is not known', async () => {
    expect(await hoverAt(inBody('@free(ssl); SSL_SESSION_free(s);'))).toBe('');
    expect(await hoverAt(inBody('@whatever(s);'))).toBe('');
    expect(await hoverAt(inBody('@if (s) SSL_SESSION_free(s);'))).toBe('');
  });

  it('is silent in comments, strings and directives', async () => {
    expect(await hoverAt(inBody('/* @SSL_SESSION_free */ SSL_SESSION_free(s);'))).toBe('');
    expect(await hoverAt(inBody('log_text("@SSL_SESSION_free"); SSL_SESSION_free(s);'))).toBe('');
    expect(await hoverAt(`#define DROP @SSL_SESSION_free\n${inBody('SSL_SESSION_free(s);')}`)).toBe('');
  });

  it('knows a function that is passed on by its name, but no member of that name', async () => {
    expect(await hoverAt(inBody('list_clear(s, @SSL_SESSION_free);'))).toContain('**SSL_SESSION_free()**');
    expect(await hoverAt('struct ops o = { @SSL_SESSION_free };')).toContain('**SSL_SESSION_free()**');
    expect(await hoverAt('struct ops o = { .@SSL_SESSION_free = 1 };')).toBe('');
    expect(await hoverAt('int SSL_SESSION_up_ref, @SSL_SESSION_free;')).not.toBe('');
    expect(await hoverAt('int @SSL_SESSION_free;')).toBe('');
    expect(await hoverAt(inBody('o->@SSL_SESSION_free(s); SSL_SESSION_free(s);'))).toBe('');
  });

  it('looks through macros', async () => {
    const block = '#define DROP(x) do { SSL_SESSION_free(x); (x) = 0; } while (0)\n';
    expect(await hoverAt(block + inBody('@DROP(s);'))).toMatch(/^`DROP` calls \*\*SSL_SESSION_free\(\)\*\*/);
    expect(await hoverAt(`#define drop SSL_SESSION_free\n${inBody('@drop(s);')}`)).toMatch(/^`drop` calls \*\*SSL_SESSION_free\(\)\*\*/);
    expect(await hoverAt(`#define DROP(x) log_it(x)\n${inBody('@DROP(s); SSL_SESSION_free(s);')}`)).toBe('');
    expect(await hoverAt(block + inBody('DROP(@s);'))).toContain('**`s`**');
  });

  it('names where an entry of the user comes from', async () => {
    const text = inBody('my_put(s);');
    const model = JSON.stringify({ functions: { my_put: { args: { 0: 'frees' } } } });
    const known = await analyzeFiles([{ path: PATH, text }], { config: {}, model });
    const offset = text.indexOf('my_put');
    expect(known.inspect.hover(PATH, offset)?.markdown).toMatch(/\*\*my_put\(\)\*\*[\s\S]*argument 1 loses one reference[\s\S]*from fixture\.json:1/);
    expect((await analyzeFiles([{ path: PATH, text }])).inspect.hover(PATH, offset)).toBeNull();
  });
});

describe('hover on a call of the project', () => {
  const HELPERS: readonly (readonly [string, string, string])[] = [
    ['an owned result', 'SSL_SESSION *g(SSL *ssl) { return SSL_get1_session(ssl); }', 'returns an owned session or NULL'],
    ['an owned result, never NULL', 'SSL_SESSION *g(SSL *ssl) { SSL_SESSION *r = SSL_get1_session(ssl); if (r == NULL) abort(); return r; }', 'returns an owned session'],
    ['a borrowed result', 'SSL_SESSION *g(SSL *ssl) { return SSL_get_session(ssl); }', 'returns a session borrowed from argument 1 or NULL'],
    ['a borrow of a member', 'struct c { SSL *ssl; };\nSSL_SESSION *g(struct c *c) { return SSL_get_session(c->ssl); }', 'returns a session borrowed from `c->ssl` or NULL'],
    ['what a member holds', 'struct c { SSL_SESSION *sess; };\nSSL_SESSION *g(struct c *c) { return c->sess; }', 'returns what `c->sess` holds'],
    ['a reference counted on what is returned', 'struct c { SSL_SESSION *sess; };\nSSL_SESSION *g(struct c *c) { SSL_SESSION_up_ref(c->sess); return c->sess; }', 'returns an owned session'],
    ['a release', 'void g(SSL_SESSION *s) { SSL_SESSION_free(s); }', 'releases argument 1'],
    ['a release with a test for NULL', 'void g(int n, SSL_SESSION *s) { if (s != NULL) SSL_SESSION_free(s); }', 'releases argument 2'],
    ['a release on failure', 'int g(int n, SSL_SESSION *s) { if (n > 3) { SSL_SESSION_free(s); return 0; } return 1; }', 'releases argument 2 when it returns 0'],
    ['a release that the result does not tell', 'int g(int n, SSL_SESSION *s) { if (n > 3) { SSL_SESSION_free(s); return 1; } return 1; }', 'releases argument 2 on some paths'],
    ['a release of a member', 'struct c { SSL_SESSION *sess; };\nvoid g(struct c *c) { SSL_SESSION_free(c->sess); c->sess = NULL; }', 'releases `c->sess`'],
    ['an argument that is kept', 'struct c { SSL_SESSION *sess; };\nvoid g(struct c *c, SSL_SESSION *s) { c->sess = s; }', 'keeps argument 2 in `c->sess`'],
    ['an argument that is kept with a reference', 'struct c { SSL_SESSION *sess; };\nvoid g(struct c *c, SSL_SESSION *s) { SSL_SESSION_up_ref(s); c->sess = s; }', 'keeps argument 2 in `c->sess` with a reference of its own'],
    ['a reference added', 'void g(SSL_SESSION *s) { SSL_SESSION_up_ref(s); }', 'adds a reference to argument 1'],
    ['an out-parameter', 'int g(SSL *ssl, SSL_SESSION **out) { *out = SSL_get1_session(ssl); return *out != NULL; }', 'puts an owned session in `*out` when it returns 1'],
    ['a look', 'long g(SSL_SESSION *s) { return SSL_SESSION_get_time(s); }', 'only reads argument 1'],
  ];
  for (const [name, helper, says] of HELPERS) {
    it(`tells of ${name}`, async () => {
      const markdown = await hoverAt(`${helper}\nvoid f(SSL *ssl, SSL_SESSION *s) { SSL_SESSION_free(s); @g(0, 0); }\n`);
      expect(markdown).toBe(`**g()**: ${says}\n\ndefined at \`${PATH}:${helper.includes('\n') ? 2 : 1}\``);
    });
  }

  it('lists what it does one by one', async () => {
    const helper = 'struct c { SSL_SESSION *sess; };\nint g(struct c *c, SSL *ssl, SSL_SESSION *s) { SSL_SESSION_free(c->sess); c->sess = s; SSL_set_session(ssl, 0); return 1; }';
    const markdown = await hoverAt(`${helper}\nvoid f(SSL_SESSION *s) { SSL_SESSION_free(s); @g(0, 0, s); }`);
    expect(markdown.split('\n')).toEqual(['**g()**', '', '- keeps argument 3 in `c->sess`', '- releases `c->sess`', '- ends what was borrowed from argument 2', '', `defined at \`${PATH}:2\``]);
  });

  it('looks into other files', async () => {
    const here = inBody('@put(s);');
    expect(await hoverAt(here, { 'lib/put.c': '\n\nvoid put(SSL_SESSION *s) { SSL_SESSION_free(s); }\n' })).toBe('**put()**: releases argument 1\n\ndefined at `lib/put.c:3`');
    expect(await hoverAt(here, { 'lib/put.c': 'static void put(SSL_SESSION *s) { SSL_SESSION_free(s); }\n' })).toBe('');
  });

  it('says nothing of a function that nothing is known of', async () => {
    expect(await hoverAt('static int twice(int n) { return 2 * n; }\nvoid f(SSL_SESSION *s) { @twice(1); SSL_SESSION_free(s); }')).toBe('');
  });

  it('takes a local variable of that name for what it is', async () => {
    const helper = 'SSL_SESSION *g(SSL *ssl) { return SSL_get1_session(ssl); }\n';
    expect(await hoverAt(`${helper}void f(SSL *ssl) { int g = 1; log_it(@g); SSL_get_session(ssl); }`)).toBe('');
    expect(await hoverAt(`${helper}void f(SSL *ssl) { log_it(@g); SSL_get_session(ssl); }`)).toContain('**g()**');
  });

  it('speaks of the contract of a callback', async () => {
    const text = 'int keep(SSL *l, SSL_SESSION *s) { return 0; }\nvoid setup(SSL_CTX *x) { SSL_CTX_sess_set_new_cb(x, @keep); }';
    expect(await hoverAt(text)).toContain('**keep()**: new-session callback');
    expect(await hoverAt(text)).toContain('- argument 2 is a session that comes with a reference');
    expect(await hoverAt(text.replace('SSL_CTX_sess_set_new_cb', 'something_else'))).not.toContain('callback');
  });
});
