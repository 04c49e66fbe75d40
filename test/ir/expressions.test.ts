import { describe, expect, it } from 'vitest';
import { dump, functionOf, lowered } from './lowered.ts';
import { printFunction } from '../../server/src/analysis/ir/print.ts';

describe('expressions', () => {
  it('assignments: chained, in conditions, compound, stepping', () => {
    expect(dump('c->a = c->b = s; if ((s = ses_get(c)) == NULL) return 1; n += 2; n <<= 1; c->v[n++] = s; *c->p++ = s; return --n;')).toMatchInlineSnapshot(`
      "0:
        c->b = s
        c->a = c->b
        s = ses_get(c)
        if s then 1 else 2
      1:
        n = (n + 2)
        n = (n << 1)
        $3 = n
        n = (n + 1)
        c->v[$3] = s
        $4 = c->p
        c->p = (c->p + 1)
        *$4 = s
        n = (n - 1)
        return n
      2:
        return 1"
    `);
  });
  it('short circuits in conditions and as values', () => {
    expect(dump('if (s && !ses_set(c, s) || n > 3) return 1; n = s && c->on; return !(s || n);')).toMatchInlineSnapshot(`
      "0:
        if s then 4 else 3
      1:
        if s then 8 else 6
      2:
        return 1
      3:
        if (n > 3) then 2 else 1
      4:
        $3 = ses_set(c, s)
        if $3 then 3 else 2
      5:
        $4 = 1
        goto 7
      6:
        $4 = 0
        goto 7
      7:
        n = $4
        if s then 9 else 12
      8:
        if c->on then 5 else 6
      9:
        $5 = 1
        goto 11
      10:
        $5 = 0
        goto 11
      11:
        return !($5)
      12:
        if n then 9 else 10"
    `);
  });
  it('conditional operator: as value, as target of calls, without middle, as statement', () => {
    expect(dump('s = n ? ses_get(c) : NULL; s = c->s ?: ses_get(c); n ? ses_free(s) : use(n); use(n ? 1 : 2); if (n ? s : c->s) return 1; return n ? -1 : +1;')).toMatchInlineSnapshot(`
      "0:
        if n then 1 else 2
      1:
        s = ses_get(c)
        goto 3
      2:
        s = NULL
        goto 3
      3:
        $3 = c->s
        if $3 then 4 else 5
      4:
        s = $3
        goto 6
      5:
        s = ses_get(c)
        goto 6
      6:
        if n then 7 else 8
      7:
        ses_free(s)
        goto 9
      8:
        use(n)
        goto 9
      9:
        if n then 10 else 11
      10:
        $4 = 1
        goto 12
      11:
        $4 = 2
        goto 12
      12:
        use($4)
        if n then 15 else 16
      13:
        if n then 17 else 18
      14:
        return 1
      15:
        if s then 14 else 13
      16:
        if c->s then 14 else 13
      17:
        $5 = -1
        goto 19
      18:
        $5 = 1
        goto 19
      19:
        return $5"
    `);
  });
  it('comma and casts', () => {
    expect(dump('s = (use(n), c->s); c->s = (void *) s; s = (SES *) 0; (void) ses_free(s); ((struct conn *) c)->s = (SES *) ses_get(c); return (int) (long) s;')).toMatchInlineSnapshot(`
      "0:
        use(n)
        s = c->s
        c->s = (void *) s
        s = (SES *) NULL
        ses_free(s)
        c->s = ses_get(c)
        return s"
    `);
  });
  it('casts that read as calls and products', () => {
    expect(dump('s = (ses_t)(c->p); s = (ses_t)*c->q; c->q = (my_t)&s; n = (int_t)-n; n = (n) * 2; n = (LIMIT) * n; (use)(n); n = (unheard)(n);')).toMatchInlineSnapshot(`
      "0:
        s = c->p
        s = (*c->q)
        c->q = &s
        n = -(n)
        n = (n * 2)
        n = (LIMIT * n)
        use(n)
        n = n
        end"
    `);
  });
  it('places: members, elements, pointers, addresses', () => {
    expect(dump('SES **out, *v[3]; struct conn d; out[0] = s; *out = 0; out[1] = s; v[0] = s; *v = s; *(v + 1) = s; d.in.s = s; (&d)->s = s; *&s = NULL; (*out)->f = 1; use(&v[1], &c->s, &*out, v, &d);')).toMatchInlineSnapshot(`
      "0:
        declare out
        declare v
        declare d
        *out = s
        *out = NULL
        out[1] = s
        v[0] = s
        v[0] = s
        v[1] = s
        d.in.s = s
        d.s = s
        s = NULL
        (*out)->f = 1
        use(&v[1], &c->s, out, &v[0], &d)
        end"
    `);
  });
  it('calls: through members, pointers, locals; arguments with effects', () => {
    expect(dump('int (*g)(SES *) = c->cb; c->cb(s); (*c->cb)(s); (*g)(s); c->get(c)->s = s; use(ses_get(c), n++, "x" "y", ses_free, &ses_free); (ses_free)(s); return c->table[n](s);')).toMatchInlineSnapshot(`
      "0:
        init g = c->cb
        [c->cb](s)
        [c->cb](s)
        [g](s)
        $4 = [c->get](c)
        $4->s = s
        $5 = ses_get(c)
        $6 = n
        n = (n + 1)
        use($5, $6, "", @ses_free, @ses_free)
        ses_free(s)
        $7 = [c->table[n]](s)
        return $7"
    `);
  });
  it('initialisers: designated, nested, positional, zero, compound literals', () => {
    const types = 'struct in { int k; SES *s; }; struct conn { SES *s; struct in in; SES *arr[3]; };';
    expect(dump('struct conn t = { .s = s, .in = { 1, s }, .arr[2] = s }; struct conn z = {0}; SES *v[] = { s, [2] = c->s }; struct conn u = { s }; struct other o = { 1, s };', undefined, types)).toMatchInlineSnapshot(`
      "0:
        zero t
        init t.s = s
        zero t.in
        init t.in.k = 1
        init t.in.s = s
        init t.arr[2] = s
        zero z
        zero v
        init v[0] = s
        init v[2] = c->s
        zero u
        init u.s = s
        escape &o (members in an order that is not known)
        escape s (stored in a member that is not known)
        end"
    `);
    expect(dump('take((struct in) { .s = s }); use(&(struct in) { 1, ses_get(c) }); char name[] = "abc"; SES *p = { s };', undefined, types)).toMatchInlineSnapshot(`
      "0:
        zero $3
        init $3.s = s
        take($3)
        zero $4
        init $4.k = 1
        init $4.s = ses_get(c)
        use(&$4)
        init p = s
        end"
    `);
  });
  it('statement expressions', () => {
    expect(dump('n = ({ int y = n; use(y); y + 1; }); ({ ses_free(s); }); return ({ SES *q = s; q; }) != NULL;')).toMatchInlineSnapshot(`
      "0:
        init y = n
        use(y)
        $4 = (y + 1)
        kill y
        n = $4
        ses_free(s)
        init q = s
        $6 = q
        kill q
        return ($6 != NULL)"
    `);
  });
  it('constants', () => {
    expect(dump("n = 0x10 + 010 + 'a' + '\\n'; n = -1; n = UNKNOWN_THING; n = TRUE; n = sizeof(*s); n = offsetof(struct conn, s); c->f = 1.5; c->x = errno_like; n = __LINE__; c->m = __func__;")).toMatchInlineSnapshot(`
      "0:
        n = 131
        n = -1
        n = UNKNOWN_THING
        n = 1
        n = sizeof(*s)
        n = offsetof(struct conn, s)
        c->f = ?
        c->x = errno_like
        n = ?
        c->m = ""
        end"
    `);
  });
  it('assembly makes what it mentions unknown', () => {
    expect(dump('asm volatile("x" : "=r"(n) : "r"(s));')).toMatchInlineSnapshot(`
      "0:
        escape &n, &s (assembly)
        end"
    `);
  });
});

describe('functions', () => {
  it('parameters of every kind', () => {
    expect(printFunction(functionOf('static const SES *g(SES *const *v, SES *w[], int (*cb)(SES *), SES *, ...) { return v[0]; }'))).toMatchInlineSnapshot(`
      "static g(v: SES **, w: SES **, cb: int ()*, #4: SES *, ...): const SES *
      0:
        return *v"
    `);
    expect(printFunction(functionOf('int f(a, b) int a; SES **b; { *b = ses_get(a); return 0; }'))).toMatchInlineSnapshot(`
      "f(a: int, b: SES **): int
      0:
        *b = ses_get(a)
        return 0"
    `);
    expect(printFunction(functionOf('SES *(*pick(int x))(int) { return 0; }'))).toMatchInlineSnapshot(`
      "pick(x: int): SES *()*
      0:
        return NULL"
    `);
  });
  it('ranges point into the file', () => {
    const { functions, text } = lowered('int f(SES *s)\n{\n  if (!check(s))\n    ses_free(s);\n  return 0;\n}\n');
    const cut = (range: { start: number; end: number }): string => text.slice(range.start, range.end);
    const [f] = functions;
    if (f === undefined) throw new Error('none');
    const all = f.blocks.flatMap((block) => block.instructions);
    expect(all.map((i) => [cut(i.range), cut(i.statement)])).toEqual([['check(s)', 'if (!check(s))'], ['ses_free(s)', 'ses_free(s);']]);
    expect([cut(f.nameRange), cut(f.bodyRange).slice(0, 3), cut(f.range).slice(0, 8)]).toEqual(['f', '{\n ', 'int f(SE']);
  });
});
