import { describe, expect, it } from 'vitest';
import { inspected, PATH } from './marked.ts';

const START = 'SSL_SESSION *hold(SSL_SESSION *s) { if (s != NULL) SSL_SESSION_up_ref(s); return s; }\nstruct conn { SSL *ssl; SSL_SESSION *sess; };\nint find(SSL *ssl, SSL_SESSION **out) { *out = SSL_get1_session(ssl); return *out != NULL; }\n';
const body = (lines: string): string => `${START}void f(struct conn *c, SSL *ssl, int n) {\n${lines}\n}\n`;

/** The lines of a function with each hint where it is shown, as «label». */
async function withHints(lines: string): Promise<string> {
  const text = body(lines);
  const hints = (await inspected(text)).hints(PATH).filter((hint) => hint.line > 4);
  const shown = hints.toReversed().reduce((at, hint) => `${at.slice(0, hint.offset)}«${hint.label}»${at.slice(hint.offset)}`, text);
  return shown.slice(shown.lastIndexOf('{\n', shown.indexOf(lines.slice(0, 4), START.length)) + 2, shown.lastIndexOf('\n}'));
}

describe('hints', () => {
  const CASES: readonly (readonly [string, string, string])[] = [
    ['a declaration', 'SSL_SESSION *s = SSL_get1_session(ssl);', 'SSL_SESSION *s«owned, may be NULL» = SSL_get1_session(ssl);'],
    ['a borrow', 'SSL_SESSION *s = SSL_get_session(c->ssl);', 'SSL_SESSION *s«borrowed from c->ssl, may be NULL» = SSL_get_session(c->ssl);'],
    ['an assignment', 'SSL_SESSION *s;\ns = SSL_get1_session(ssl);', 'SSL_SESSION *s;\ns«owned, may be NULL» = SSL_get1_session(ssl);'],
    ['a member', 'log_it(0);\nc->sess = SSL_get1_session(ssl);', 'log_it(0);\nc->sess«owned, may be NULL» = SSL_get1_session(ssl);'],
    ['a condition', 'SSL_SESSION *s;\nif ((s = SSL_get1_session(ssl)) == NULL) return;\nSSL_SESSION_free(s);', 'SSL_SESSION *s;\nif ((s«owned, may be NULL» = SSL_get1_session(ssl)) == NULL) return;\nSSL_SESSION_free(s);'],
    ['a comparison is no assignment', 'SSL_SESSION *s = 0;\nif (s == SSL_get_session(ssl)) return;', 'SSL_SESSION *s = 0;\nif (s == SSL_get_session(ssl)«borrowed from ssl, may be NULL») return;'],
    ['a result that is not stored', 'SSL_SESSION_free(SSL_get1_session(ssl));', 'SSL_SESSION_free(SSL_get1_session(ssl)«owned, may be NULL»);'],
    ['an out-parameter', 'SSL_SESSION *s;\nif (find(ssl, &s))\nSSL_SESSION_free(s);', 'SSL_SESSION *s;\nif (find(ssl, &s«owned, may be NULL»))\nSSL_SESSION_free(s);'],
    ['two ways', 'SSL_SESSION *s = n ? SSL_get1_session(ssl) : SSL_get_session(ssl);', 'SSL_SESSION *s«borrowed from ssl or owned, may be NULL» = n ? SSL_get1_session(ssl) : SSL_get_session(ssl);'],
    ['a reference added to what is returned', 'SSL_SESSION *s = hold(c->sess);\nSSL_SESSION_free(s);', 'SSL_SESSION *s«owned, may be NULL» = hold(c->sess);\nSSL_SESSION_free(s);'],
    ['a reference added to what is not returned', 'SSL_SESSION *s = c->sess;\nSSL_SESSION_up_ref(s);', 'SSL_SESSION *s = c->sess;\nSSL_SESSION_up_ref(s);'],
    ['a copy says it itself', 'SSL_SESSION *s = c->sess;\nlog_it(s);', 'SSL_SESSION *s = c->sess;\nlog_it(s);'],
    ['an unknown call says nothing', 'SSL_SESSION *s = whatever(ssl);\nSSL_SESSION_free(s);', 'SSL_SESSION *s = whatever(ssl);\nSSL_SESSION_free(s);'],
    ['a release brings nothing', 'SSL_SESSION_free(c->sess);', 'SSL_SESSION_free(c->sess);'],
  ];
  for (const [name, lines, shown] of CASES) it(name, async () => { expect(await withHints(lines)).toBe(shown); });

  it('have a tooltip of whole sentences, and lines and columns', async () => {
    const [owned, borrowed] = (await inspected('void f(SSL *ssl) {\n  SSL_SESSION *s = SSL_get1_session(ssl);\n  SSL_SESSION *t = SSL_get_session(ssl);\n  SSL_SESSION_free(s);\n}')).hints(PATH);
    expect([owned?.line, owned?.column, borrowed?.line, borrowed?.column]).toEqual([2, 17, 3, 17]);
    expect(owned?.tooltip).toBe('Owned: SSL_get1_session() takes a reference for the caller. What is owned has to be released once, with SSL_SESSION_free(), or handed on. It may be NULL.');
    expect(borrowed?.tooltip).toBe('Borrowed: SSL_get_session() does not take a reference. It must not be released here. It may be NULL.');
  });

  it('are there for both arms of an #if', async () => {
    const text = 'void f(SSL *ssl) {\n#ifdef A\n  SSL_SESSION *s = SSL_get1_session(ssl);\n#else\n  SSL_SESSION *s = SSL_get_session(ssl);\n#endif\n  log_it(s);\n}';
    expect((await inspected(text)).hints(PATH).map(({ line, label }) => `${line} ${label}`)).toEqual(['3 owned, may be NULL', '5 borrowed from ssl, may be NULL']);
  });
});

describe('lenses', () => {
  const titles = async (text: string): Promise<string[]> => (await inspected(text)).lenses(PATH).map((lens) => `${lens.range.startLine} ${lens.function}: ${lens.title}`);

  it('stand at functions that do something to references', async () => {
    expect(await titles('void put(SSL_SESSION *s) { SSL_SESSION_free(s); }\n\nSSL_SESSION *get(SSL *ssl) { return SSL_get1_session(ssl); }\n')).toEqual(['1 put: releases argument 1', '3 get: returns an owned session or NULL']);
  });

  it('do not stand at functions that only look, or do everything among themselves', async () => {
    expect(await titles('long look(SSL_SESSION *s) { return SSL_SESSION_get_time(s); }\nvoid both(SSL *ssl) { SSL_SESSION *s = SSL_get1_session(ssl); SSL_SESSION_free(s); }\n')).toEqual([]);
  });

  it('tell the roles of callbacks', async () => {
    const text = 'int on_new(SSL *l, SSL_SESSION *s) { return 0; }\nvoid on_gone(SSL_CTX *x, SSL_SESSION *s) { log_it(s); }\nSSL_SESSION *on_get(SSL *l, const unsigned char *id, int n, int *copy) { *copy = 0; return NULL; }\n'
      + 'void setup(SSL_CTX *x) { SSL_CTX_sess_set_new_cb(x, on_new); SSL_CTX_sess_set_remove_cb(x, on_gone); SSL_CTX_sess_set_get_cb(x, on_get); }\n';
    expect(await titles(text)).toEqual([
      '1 on_new: new-session callback: keeps s when it returns nonzero',
      '2 on_gone: remove-session callback: s is only lent',
      '3 on_get: get-session callback: hands the result over when *copy is 0',
    ]);
  });

  it('are at most 80 characters long', async () => {
    const members = Array.from({ length: 6 }, (_, i) => `a_rather_long_name_${i}`);
    const text = `struct c { ${members.map((name) => `SSL_SESSION *${name};`).join(' ')} };\nvoid clear(struct c *c) {\n${members.map((name) => `SSL_SESSION_free(c->${name}); c->${name} = NULL;`).join('\n')}\n}\n`;
    const [lens] = (await inspected(text)).lenses(PATH);
    expect(lens?.title).toMatch(/^releases c->a_rather_long_name_0; releases .*; …$/);
    expect(lens?.title.length).toBeLessThanOrEqual(80);
  });
});
