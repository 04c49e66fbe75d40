import { describe, expect, it } from 'vitest';
import { dump } from './lowered.ts';

describe('statements', () => {
  it('if, else if, else: tests in canonical form', () => {
    expect(dump('if (s == NULL) n = 1; else if (NULL != c->p) n = 2; else if (!n) n = 3; else n = 4; if (0 == n) return 1; if (s) return 2; return 3;')).toMatchInlineSnapshot(`
      "0:
        if s then 3 else 2
      1:
        if n then 8 else 9
      2:
        n = 1
        goto 1
      3:
        if c->p then 4 else 5
      4:
        n = 2
        goto 1
      5:
        if n then 7 else 6
      6:
        n = 3
        goto 1
      7:
        n = 4
        goto 1
      8:
        if s then 11 else 10
      9:
        return 1
      10:
        return 3
      11:
        return 2"
    `);
  });
  it('loops: the locals of the body die on every way out', () => {
    expect(dump('while (n--) { SES *k = c->s; if (k) continue; if (n == 2) break; use(k); }')).toMatchInlineSnapshot(`
      "0:
        goto 1
      1:
        $3 = n
        n = (n - 1)
        if $3 then 2 else 3
      2:
        init k = c->s
        if k then 5 else 4
      3:
        end
      4:
        if (n == 2) then 7 else 6
      5:
        kill k
        goto 1
      6:
        use(k)
        kill k
        goto 1
      7:
        kill k
        goto 3"
    `);
    expect(dump('for (int i = 0, *p; i < n; i++) { if (i == 3) continue; use(i); }')).toMatchInlineSnapshot(`
      "0:
        init i = 0
        declare p
        goto 1
      1:
        if (i < n) then 2 else 4
      2:
        if (i == 3) then 3 else 5
      3:
        i = (i + 1)
        goto 1
      4:
        kill i, p
        end
      5:
        use(i)
        goto 3"
    `);
    expect(dump('do { if (n) break; ses_free(s); } while (0); do n++; while (n < 3); for (;;) { n++; } return 1;')).toMatchInlineSnapshot(`
      "0:
        if n then 2 else 1
      1:
        ses_free(s)
        goto 2
      2:
        n = (n + 1)
        if (n < 3) then 2 else 3
      3:
        n = (n + 1)
        goto 3"
    `);
  });
  it('switch: falls through, default in the middle, ranges, labels in inner blocks', () => {
    expect(dump('switch (n) { case 1: ses_free(s); default: n = 0; case RED: { int q = 1; n += q; break; } case 5 ... 9: return 5; } return n;')).toMatchInlineSnapshot(`
      "0:
        if (n == 1) then 1 else 5
      1:
        ses_free(s)
        goto 2
      2:
        n = 0
        goto 3
      3:
        init q = 1
        n = (n + q)
        kill q
        return n
      4:
        return 5
      5:
        if (n == RED) then 3 else 6
      6:
        if (n == 5) then 4 else 2"
    `);
    expect(dump('switch (next(c)) { case 0: do { n++; case 1: n--; } while (n); } return 0;')).toMatchInlineSnapshot(`
      "0:
        $3 = next(c)
        if $3 then 4 else 2
      1:
        return 0
      2:
        n = (n + 1)
        goto 3
      3:
        n = (n - 1)
        if n then 2 else 1
      4:
        if ($3 == 1) then 3 else 1"
    `);
    expect(dump('for (;;) { switch (n) { case 1: continue; case 2: break; } if (c->done) break; } return n;')).toMatchInlineSnapshot(`
      "0:
        goto 1
      1:
        if (n == 1) then 1 else 3
      2:
        return n
      3:
        if c->done then 2 else 1"
    `);
  });
  it('goto: forward, back, into a loop, labels at the end', () => {
    expect(dump('if (n) goto in; again: while (c->more) { in: n++; if (n == 9) goto again; goto out; } out: ;')).toMatchInlineSnapshot(`
      "0:
        if n then 2 else 1
      1:
        if c->more then 2 else 3
      2:
        n = (n + 1)
        if (n == 9) then 1 else 3
      3:
        end"
    `);
    expect(dump('goto out; ses_free(s); out: return 0; n = 4;')).toMatchInlineSnapshot(`
      "0:
        return 0"
    `);
  });
  it('declarations: uninitialised, shadowed, static, extern, functions, arrays', () => {
    expect(dump('SES *a, *b = s; { SES *a = NULL; use(a); } static SES *kept = NULL; extern SES *shared; int g(int); SES *v[2]; kept = a; use(shared, v); typedef int my_int; return 0;')).toMatchInlineSnapshot(`
      "0:
        declare a
        init b = s
        init a'5 = NULL
        use(a'5)
        kill a'5
        declare v
        kept = a
        use(shared, &v[0])
        return 0"
    `);
  });
  it('the end of a function', () => {
    expect(dump('n = 1;')).toMatchInlineSnapshot(`
      "0:
        n = 1
        end"
    `);
    expect(dump('return;')).toMatchInlineSnapshot(`
      "0:
        return"
    `);
    expect(dump('__builtin_unreachable();')).toMatchInlineSnapshot(`
      "0:
        __builtin_unreachable()
        unreachable"
    `);
  });
});

describe('#if', () => {
  it('becomes a branch on the condition', () => {
    expect(dump('#ifdef HAVE\n ses_free(s);\n#elif VER >= 3\n n = 1;\n#else\n n = 2;\n#endif\n return n;')).toMatchInlineSnapshot(`
      "0:
        if #defined(HAVE) then 2 else 3
      1:
        return n
      2:
        ses_free(s)
        goto 1
      3:
        if (#VER >= 3) then 4 else 5
      4:
        n = 1
        goto 1
      5:
        n = 2
        goto 1"
    `);
    expect(dump('#if defined(A) && (!defined(B) || VER < 5)\n return 3;\n#endif\n return n;')).toMatchInlineSnapshot(`
      "0:
        if #defined(A) then 3 else 1
      1:
        return n
      2:
        return 3
      3:
        if #defined(B) then 4 else 2
      4:
        if (#VER < 5) then 2 else 1"
    `);
  });
  it('dead text is not there, nested groups are', () => {
    expect(dump("#if 0\n don't; ses_free(s);\n#endif\n#ifdef A\n n = 1;\n#ifdef B\n n = 2;\n#endif\n n = 3;\n#endif\n return n;")).toMatchInlineSnapshot(`
      "0:
        n = 1
        if #defined(B) then 2 else 1
      1:
        n = 3
        return n
      2:
        n = 2
        goto 1"
    `);
  });
  it('one variable declared in two arms', () => {
    expect(dump('#ifdef A\n SES *a = ses_get(c);\n#else\n SES *a = NULL;\n#endif\n use(a);')).toMatchInlineSnapshot(`
      "0:
        if #defined(A) then 2 else 3
      1:
        use(a)
        end
      2:
        init a = ses_get(c)
        goto 1
      3:
        init a = NULL
        goto 1"
    `);
  });
  it('case labels and labels in an arm are only there under its condition', () => {
    expect(dump('switch (n) {\n case 1: n = 1; break;\n#ifdef X\n case 2: n = 2; break;\n#endif\n default: n = 3;\n }\n return n;')).toMatchInlineSnapshot(`
      "0:
        if (n == 1) then 2 else 5
      1:
        return n
      2:
        n = 1
        goto 1
      3:
        n = 2
        goto 1
      4:
        n = 3
        goto 1
      5:
        if (n == 2) then 6 else 4
      6:
        if #defined(X) then 3 else 4"
    `);
    expect(dump('if (n) goto out;\n n = 1;\n#ifdef X\n out: ses_free(s); return 1;\n#else\n out: return 2;\n#endif')).toMatchInlineSnapshot(`
      "0:
        if n then 2 else 1
      1:
        n = 1
        if #defined(X) then 3 else 4
      2:
        if #defined(X) then 3 else 4
      3:
        ses_free(s)
        return 1
      4:
        return 2"
    `);
  });
});
