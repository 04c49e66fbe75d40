import { describe, expect, it } from 'vitest';
import { hoverAt, marked, PATH } from './marked.ts';

/** A function around some lines; the first of them is line 3. */
const body = (lines: string): string => `struct conn { SSL *ssl; SSL_SESSION *sess; SSL_SESSION *tab[4]; };\nvoid f(struct conn *c, SSL *ssl, int flag) {\n${lines}\n}\n`;

/** Name, lines with a mark, what is said. Each is followed by a twin that differs as little as possible. */
const CASES: readonly (readonly [string, string, string])[] = [
  ['owned', 'SSL_SESSION *s = SSL_get1_session(ssl);\nSSL_SESSION_free(@s);', '**`s`**: owned: acquired at line 3 by `SSL_get1_session()`; may be NULL'],
  ['borrowed', 'SSL_SESSION *s = SSL_get_session(c->ssl);\nSSL_SESSION_get_time(@s);', '**`s`**: borrowed from `c->ssl` at line 3 by `SSL_get_session()`; may be NULL'],
  ['released', 'SSL_SESSION *s = SSL_get1_session(ssl);\nSSL_SESSION_free(s);\nlog_it(@s);', '**`s`**: released at line 4'],
  ['not yet released', 'SSL_SESSION *s = SSL_get1_session(ssl);\nlog_it(@s);\nSSL_SESSION_free(s);', '**`s`**: owned: acquired at line 3 by `SSL_get1_session()`; may be NULL'],
  ['NULL', 'SSL_SESSION *s = NULL;\nSSL_SESSION_free(@s);', '**`s`**: NULL'],
  ['not initialised', 'SSL_SESSION *s;\nSSL_SESSION_free(@s);', '**`s`**: not initialised'],
  ['tested', 'SSL_SESSION *s = SSL_get1_session(ssl);\nif (s == NULL) return;\nSSL_SESSION_free(@s);', '**`s`**: owned: acquired at line 3 by `SSL_get1_session()`'],
  ['found to be NULL', 'SSL_SESSION *s = SSL_get1_session(ssl);\nif (s == NULL) SSL_SESSION_free(@s);\nSSL_SESSION_free(s);', '**`s`**: NULL'],
  ['one reference more', 'SSL_SESSION *s = SSL_get1_session(ssl);\nif (s == NULL) return;\nSSL_SESSION_up_ref(s);\nlog_it(@s);', '**`s`**: owned, 2 references: acquired at line 3 by `SSL_get1_session()`'],
  ['a reference added to a borrow', 'SSL_SESSION *s = SSL_get_session(ssl);\nif (s == NULL) return;\nSSL_SESSION_up_ref(s);\nlog_it(@s);', '**`s`**: owned: reference added at line 5; borrowed before from `ssl`'],
  ['unknown code saw it', 'SSL_SESSION *s = SSL_get1_session(ssl);\nanything(s);\nSSL_SESSION_get_time(@s);', '**`s`**: not known since it went to `anything()` at line 4'],
  ['a reader saw it', 'SSL_SESSION *s = SSL_get1_session(ssl);\nlog_session(s);\nSSL_SESSION_get_time(@s);', '**`s`**: owned: acquired at line 3 by `SSL_get1_session()`; may be NULL'],
  ['what an unknown function returned', 'SSL_SESSION *s = some_session(ssl);\nSSL_SESSION_get_time(@s);', '**`s`**: not known: what `some_session()` returned at line 3'],
  ['fresh memory', 'SSL_SESSION *s = malloc(9);\nlog_it(@s); SSL_get_session(ssl);', '**`s`**: fresh memory from `malloc()` at line 3'],
  ['after a mistake', 'SSL_SESSION *s = SSL_get_session(ssl);\nSSL_SESSION_free(s);\nlog_it(@s);', '**`s`**: not followed after line 4, where a mistake was found'],
  ['a global variable', 'extern SSL_SESSION *cached;\nSSL_SESSION_free(@cached);', '**`cached`**: as on entry: the reference, if any, belongs to this variable'],
  ['unknown code that may reach it', 'anything(c);\nSSL_SESSION_free(c->@sess);', '**`c->sess`**: not known: code that is not known may have changed it'],
  ['a marker', 'SSL_SESSION *s = SSL_magic_pending_session_ptr();\nlog_it(@s);', '**`s`**: a marker that is no session, from `SSL_magic_pending_session_ptr()`'],
  ['handed over', 'SSL_SESSION *s = SSL_get1_session(ssl);\nif (s == NULL) return;\nlist_take(c, s);\nlog_it(@s);', '**`s`**: not known since it went to `list_take()` at line 5'],
  ['a member, untouched', 'SSL_SESSION_get_time(c->@sess);', '**`c->sess`**: as on entry: the reference, if any, belongs to this field'],
  ['a member, filled', 'c->sess = SSL_get1_session(ssl);\nSSL_SESSION_get_time(c->@sess);', '**`c->sess`**: owned: acquired at line 3 by `SSL_get1_session()`; stored in `c->sess` at line 3; may be NULL'],
  ['a copy of a member', 'SSL_SESSION *s = c->sess;\nSSL_SESSION_get_time(@s);', '**`s`**: belongs to `c->sess`, where it was read'],
  ['the owner let go', 'SSL_SESSION *s = SSL_get_session(ssl);\nSSL_set_session(ssl, NULL);\nSSL_SESSION_get_time(@s);', '**`s`**: the borrow ended at line 4: SSL_set_session() makes `ssl` let go of its session'],
  ['the owner may have let go', 'char b[1];\nSSL_SESSION *s = SSL_get_session(ssl);\nSSL_read(ssl, b, 1);\nSSL_SESSION_get_time(@s);', '**`s`**: the borrow may have ended at line 5: SSL_read() may replace the session of `ssl`'],
  ['the connection has a reference', 'SSL_SESSION *s = SSL_get1_session(c->ssl);\nif (s != NULL && SSL_set_session(ssl, s)) log_it(@s);\nSSL_SESSION_free(s);', '**`s`**: owned: acquired at line 3 by `SSL_get1_session()`; `ssl` has a reference of its own'],
  ['only the connection has one', 'SSL_SESSION *s = SSL_get1_session(c->ssl);\nif (s != NULL && SSL_set_session(ssl, s)) {\nSSL_SESSION_free(s);\nlog_it(@s); }', '**`s`**: released at line 5; `ssl` has a reference of its own'],
  ['put into a container', 'c->tab[flag] = SSL_get1_session(ssl);\nlog_it(c->@tab[flag]);', '**`c->tab[flag]`**: acquired at line 3 by `SSL_get1_session()`, and not followed further'],
  ['an element', 'c->tab[0] = SSL_get1_session(ssl);\nlog_it(c->@tab[0]);', '**`c->tab[0]`**: owned: acquired at line 3 by `SSL_get1_session()`; stored in `c->tab[0]` at line 3; may be NULL'],
  ['a whole table', 'SSL_SESSION *@t[2] = { 0 };\nt[0] = SSL_get1_session(ssl);\nSSL_SESSION_free(t[0]);', ''],
  ['its declaration', 'SSL_SESSION *@s = SSL_get1_session(ssl);\nSSL_SESSION_free(s);', '**`s`** from here on: owned: acquired at line 3 by `SSL_get1_session()`; may be NULL'],
  ['where it is written', 'SSL_SESSION *s = NULL;\n@s = SSL_get1_session(ssl);\nSSL_SESSION_free(s);', '**`s`** before this: NULL\n\n**`s`** from here on: owned: acquired at line 4 by `SSL_get1_session()`; may be NULL'],
  ['where it is read in the same statement', 'SSL_SESSION *s = SSL_get_session(ssl);\ns = SSL_SESSION_dup(@s);\nSSL_SESSION_free(s);', '**`s`**: borrowed from `ssl` at line 3 by `SSL_get_session()`; may be NULL'],
  ['where it is written in a statement that reads it', 'SSL_SESSION *s = SSL_get_session(ssl);\n@s = SSL_SESSION_dup(s);\nSSL_SESSION_free(s);', '**`s`** before this: borrowed from `ssl` at line 3 by `SSL_get_session()`; may be NULL\n\n**`s`** from here on: owned: acquired at line 4 by `SSL_SESSION_dup()`; may be NULL'],
  ['where what it held is forgotten', 'SSL_SESSION *s = c->sess;\nif (flag) log_it(s); else print_it(s);\n@s = SSL_get1_session(ssl);\nSSL_SESSION_free(s);', '**`s`** from here on: owned: acquired at line 5 by `SSL_get1_session()`; may be NULL'],
  ['where a part of it is written', 'SSL_SESSION *s = SSL_get1_session(ssl);\n@s->timeout = 3;\nSSL_SESSION_free(s);', '**`s`**: owned: acquired at line 3 by `SSL_get1_session()`; may be NULL'],
  ['where it is only compared', 'int n;\nSSL_SESSION *s = SSL_get1_session(ssl);\nn = @s != NULL;\nSSL_SESSION_free(s);', '**`s`**: owned: acquired at line 4 by `SSL_get1_session()`; may be NULL'],
  ['in a condition', 'SSL_SESSION *s = SSL_get1_session(ssl);\nif (@s != NULL)\nSSL_SESSION_free(s);', '**`s`**: owned: acquired at line 3 by `SSL_get1_session()`; may be NULL'],
  ['in a condition that decides nothing', 'int n = 0;\nSSL_SESSION *s = SSL_get1_session(ssl);\nif (@s != NULL) n = 1;\nSSL_SESSION_free(s);', '**`s`**: owned: acquired at line 4 by `SSL_get1_session()`; may be NULL'],
  ['when it is only read', 'long n;\nSSL_SESSION *s = SSL_get1_session(ssl);\nn = @s->timeout;\nSSL_SESSION_free(s);', '**`s`**: owned: acquired at line 4 by `SSL_get1_session()`; may be NULL'],
  ['of two scopes the inner one', 'SSL_SESSION *s = SSL_get1_session(ssl);\n{ SSL_SESSION *s = NULL; log_it(@s); }\nSSL_SESSION_free(s);', '**`s`**: NULL'],
  ['of two scopes the outer one', 'SSL_SESSION *s = SSL_get1_session(ssl);\n{ SSL_SESSION *s = NULL; log_it(s); }\nSSL_SESSION_free(@s);', '**`s`**: owned: acquired at line 3 by `SSL_get1_session()`; may be NULL'],
  ['in a comment', 'SSL_SESSION *s = SSL_get1_session(ssl);\n/* @s */ SSL_SESSION_free(s);', ''],
  ['in a string', 'SSL_SESSION *s = SSL_get1_session(ssl);\nlog_text("@s"); SSL_SESSION_free(s);', ''],
  ['another type', 'SSL_SESSION *s = SSL_get1_session(@ssl);\nSSL_SESSION_free(s);', ''],
  ['a type that is not known, given a session', 'sess_ref s = SSL_get1_session(ssl);\nSSL_SESSION_free(@s);', '**`s`**: owned: acquired at line 3 by `SSL_get1_session()`; may be NULL'],
  ['a type that is not known, released', 'sess_ref s = c->sess;\nSSL_SESSION_free(s);\nlog_it(@s);', '**`s`**: released at line 4'],
  ['a type that is not known, given nothing known', 'sess_ref s = whatever(ssl);\nanything(s);\nlog_it(@s); SSL_get_session(ssl);', ''],
  ['a number', 'SSL_SESSION *s = SSL_get1_session(ssl);\nif (@flag) SSL_SESSION_free(s);', ''],
  ['through a pointer', 'SSL_SESSION *s = SSL_get1_session(ssl), **p = &s;\nSSL_SESSION_free(*@p);', '**`*p`**: owned: acquired at line 3 by `SSL_get1_session()`; may be NULL'],
];

describe('hover on a variable or member', () => {
  for (const [name, lines, says] of CASES) {
    it(name, async () => { expect(await hoverAt(body(lines))).toBe(says); });
  }

  it('covers the whole expression', async () => {
    const { inspect, text, offset } = await marked(body('SSL_SESSION_get_time(c  ->  @sess);'));
    const range = inspect.hover(PATH, offset)?.range;
    expect(text.slice(range?.start, range?.end)).toBe('c  ->  sess');
    expect([range?.startLine, range?.startColumn, range?.endColumn]).toEqual([3, 22, 33]);
  });

  it('is there at both ends of the name, and not beyond', async () => {
    const { inspect, offset } = await marked(body('SSL_SESSION *sess = SSL_get1_session(ssl);\nSSL_SESSION_free( @sess  );'));
    const at = (move: number): boolean => inspect.hover(PATH, offset + move) !== null;
    expect([at(-1), at(0), at(4), at(5)]).toEqual([false, true, true, false]);
  });
});

describe('hover where paths differ', () => {
  it('names the decision that parts them', async () => {
    const says = await hoverAt(body('SSL_SESSION *s;\nif (flag > 2) s = SSL_get1_session(ssl); else s = SSL_get_session(ssl);\nlog_it(@s);'));
    expect(says.split('\n')).toEqual([
      '**`s`**, depending on the path:',
      expect.stringMatching(/^- (owned|borrowed).*may be NULL, when `flag > 2` is (true|false)$/),
      expect.stringMatching(/^- (owned|borrowed).*may be NULL, when `flag > 2` is (true|false)$/),
    ]);
    expect(says).toContain('owned: acquired at line 4 by `SSL_get1_session()`; may be NULL, when `flag > 2` is true');
    expect(says).toContain('borrowed from `ssl` at line 4 by `SSL_get_session()`; may be NULL, when `flag > 2` is false');
  });

  it('names none where all paths know the same', async () => {
    const says = await hoverAt(body('SSL_SESSION *s = SSL_get1_session(ssl);\nif (flag > 2) log_it(s); else print_it(s);\nprint_it(@s);'));
    expect(says).not.toContain('depending');
    expect(says).not.toContain('flag');
  });

  it('lists four states and counts the others', async () => {
    const arms = (n: number): string => Array.from({ length: n }, (_, i) => `case ${i}:\ns = SSL_get1_session(ssl); break;`).join('\n');
    const at = (n: number): string => body(`SSL_SESSION *s = NULL;\nswitch (flag) {\n${arms(n)}\n}\nlog_it(@s);`);
    const lines = async (n: number): Promise<string[]> => (await hoverAt(at(n))).split('\n').slice(1);
    expect((await lines(3)).length).toBe(4);
    expect((await lines(3)).join()).not.toContain('more');
    expect((await lines(6)).length).toBe(5);
    expect((await lines(6)).at(-1)).toBe('- and 3 more');
  });

  it('tells the rounds of a loop apart', async () => {
    const says = await hoverAt(body('SSL_SESSION *s = NULL;\nwhile (flag--) {\nlog_it(@s);\nSSL_SESSION_free(s);\ns = SSL_get1_session(ssl); }\nSSL_SESSION_free(s);'));
    expect(says).toContain('- NULL');
    expect(says).toContain('- owned: acquired at line 7');
  });
});

describe('hover on what callbacks and callers give', () => {
  const REGISTERED = 'void setup(SSL_CTX *x) { SSL_CTX_sess_set_new_cb(x, on_new); SSL_CTX_sess_set_remove_cb(x, on_remove); }';

  it('knows the contract of a parameter', async () => {
    expect(await hoverAt(`int on_new(SSL *l, SSL_SESSION *s) { log_it(@s); return 0; }\n${REGISTERED}`)).toBe('**`s`**: comes with a reference, kept exactly when it returns nonzero');
    expect(await hoverAt(`void on_remove(SSL_CTX *x, SSL_SESSION *s) { log_it(@s); }\n${REGISTERED}`)).toBe('**`s`**: only lent to this callback');
    expect(await hoverAt('void on_remove2(SSL_CTX *x, int y, SSL_SESSION *s) { log_it(@s); }')).toBe('**`s`**: owned by the caller');
  });

  it('speaks of a parameter where it is declared', async () => {
    expect(await hoverAt('void f(SSL_SESSION *@s) { SSL_SESSION_free(s); }')).toBe('**`s`**: owned by the caller');
    expect(await hoverAt('void f(SSL *@s) { SSL_SESSION_free(SSL_get1_session(s)); }')).toBe('');
    expect(await hoverAt('void f(SSL_SESSION *@s);')).toBe('');
  });
});

describe('hover in a function that was not analysed', () => {
  const typing = (call: string): string => `void f(SSL *ssl) {\nSSL_SESSION *s = SSL_get1_session(ssl);\n${call}\n}\n`;

  it('says nothing of variables', async () => {
    expect(await hoverAt(typing('SSL_SESSION_free(@s'))).toBe('');
    expect(await hoverAt(typing('SSL_SESSION_free(@s);'))).not.toBe('');
  });

  it('goes on speaking of calls', async () => {
    expect(await hoverAt(typing('@SSL_SESSION_free(s'))).toContain('**SSL_SESSION_free()**');
  });
});
