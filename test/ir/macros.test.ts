import { describe, expect, it } from 'vitest';
import { dump, lowered } from './lowered.ts';

describe('macros of the project', () => {
  it('statements: do-while-0, jumps, several levels', () => {
    const before = '#define DROP(x) do { if (x) ses_free(x); (x) = NULL; } while (0)\n#define CHECK(x) if ((x) == NULL) goto fail\n#define BOTH(a, b) DROP(a); DROP(b)\n';
    expect(dump('CHECK(s); DROP(c->s); BOTH(s, c->t); return 0; fail: return 1;', undefined, before)).toMatchInlineSnapshot(`
      "0:
        if s then 1 else 8
      1:
        if c->s then 3 else 2
      2:
        c->s = NULL  [DROP]
        if s then 5 else 4
      3:
        ses_free(c->s)  [DROP]
        goto 2
      4:
        s = NULL  [BOTH]
        if c->t then 7 else 6
      5:
        ses_free(s)  [BOTH]
        goto 4
      6:
        c->t = NULL  [BOTH]
        return 0
      7:
        ses_free(c->t)  [BOTH]
        goto 6
      8:
        return 1"
    `);
  });
  it('expressions and constants', () => {
    const before = '#define OK 0\n#define BAD (-1)\n#define BOTH (OK | 4)\n#define MAX(a, b) ((a) > (b) ? (a) : (b))\n#define CUR (c->cur)\n#define field_s in.s\n#define GET(x) ses_get(x)\n';
    expect(dump('n = MAX(n, 2); CUR = s; c->field_s = GET(c); if (GET(c) == NULL) return BAD; if (n == BOTH) return OK;', undefined, before)).toMatchInlineSnapshot(`
      "0:
        if (n > 2) then 2 else 3
      1:
        c->cur = s
        c->in.s = ses_get(c)  [GET]
        $3 = ses_get(c)  [GET]
        if $3 then 4 else 5
      2:
        n = n  [MAX]
        goto 1
      3:
        n = 2  [MAX]
        goto 1
      4:
        if (n == 4) then 7 else 6
      5:
        return -1
      6:
        end
      7:
        return 0"
    `);
  });
  it('aliases of functions and types, through chains', () => {
    expect(dump('my_ses *q = ses_get(c); drop(q); register_it(drop);', undefined, '#define drop drop2\n#define drop2 ses_free\n#define my_ses SES\n')).toMatchInlineSnapshot(`
      "0:
        init q = ses_get(c)
        ses_free(q)
        register_it(@ses_free)
        end"
    `);
  });
  it('pasting, strings, the rest of the arguments', () => {
    expect(dump('CALL(free, s); NAMED(n); LOG("a"); LOG("a", ses_get(c)); LOG2("x");', undefined,
      '#define CALL(f, x) ses_##f(x)\n#define NAMED(x) name(#x, x)\n#define LOG(f, ...) out(f, ##__VA_ARGS__)\n#define LOG2(f, a...) out2(f, ## a)\n')).toMatchInlineSnapshot(`
        "0:
          ses_free(s)  [CALL]
          name("", n)  [NAMED]
          out("")  [LOG]
          $3 = ses_get(c)  [LOG]
          out("", $3)  [LOG]
          out2("")  [LOG2]
          end"
      `);
  });
  it('logging is left as a call', () => {
    const before = '#ifdef DEBUG\n#define LOG(x) do { if (level > 3) print(x); } while (0)\n#else\n#define LOG(x)\n#endif\n';
    expect(dump('LOG(n); ', undefined, before)).toMatchInlineSnapshot(`
      "0:
        LOG(n)
        end"
    `);
  });
  it('definitions under #if are alternatives, unless the function rules one out', () => {
    const before = '#ifdef NEW\n#define REF(s) ses_ref(s)\n#else\n#define REF(s) ((s)->count++)\n#endif\n';
    expect(dump('REF(s);', undefined, before)).toMatchInlineSnapshot(`
      "0:
        if #defined(NEW) then 2 else 3
      1:
        end
      2:
        ses_ref(s)  [REF]
        goto 1
      3:
        s->count = (s->count + 1)  [REF]
        goto 1"
    `);
    expect(dump('if (REF(s)) return 1;', undefined, before)).toMatchInlineSnapshot(`
      "0:
        if #defined(NEW) then 4 else 5
      1:
        end
      2:
        return 1
      3:
        if $3 then 2 else 1
      4:
        $3 = ses_ref(s)  [REF]
        goto 3
      5:
        $4 = s->count  [REF]
        s->count = (s->count + 1)  [REF]
        $3 = $4  [REF]
        goto 3"
    `);
  });
  it('the library wins over a definition, a definition that leads to itself ends', () => {
    expect(dump('ses_free(s); LOOP(n); PING(n);', undefined, '#define ses_free(x) other(x)\n#define LOOP(x) LOOP(x + 1)\n#define PING(x) PONG(x)\n#define PONG(x) PING(x)\n')).toMatchInlineSnapshot(`
      "0:
        ses_free(s)
        LOOP((n + 1))  [LOOP]
        PING(n)  [PING]
        end"
    `);
  });
  it('an unknown macro on the left makes the value unknown', () => {
    expect(dump('DATA(c) = s; DATA(c)->x = s;')).toMatchInlineSnapshot(`
      "0:
        DATA(c)
        escape s (assigned through a macro)
        $3 = DATA(c)
        $3->x = s
        end"
    `);
  });
  it('braces that do not match are not expanded', () => {
    expect(dump('BEGIN(s); END;', undefined, '#define BEGIN(x) { use(x)\n#define END }\n')).toMatchInlineSnapshot(`
      "0:
        BEGIN(s)
        end"
    `);
  });
  it('declarations that read as a type', () => {
    expect(dump('KEEP(SES *q); q = s; use(q);', undefined, '#define KEEP(x) x\n')).toMatchInlineSnapshot(`
      "0:
        declare q
        q = s
        use(q)
        end"
    `);
  });
  it('ranges of an expansion are the use', () => {
    const { functions, text } = lowered('#define DROP(x) do { ses_free(x); (x) = NULL; } while (0)\nint f(SES *s)\n{\n  DROP(s);\n}\n');
    const all = functions[0]?.blocks.flatMap((block) => block.instructions) ?? [];
    expect(all.map((i) => [i.op, i.macro, text.slice(i.range.start, i.range.end), text.slice(i.statement.start, i.statement.end)])).toEqual([
      ['call', 'DROP', 'DROP(s)', 'DROP(s);'], ['assign', 'DROP', 'DROP(s)', 'DROP(s);'],
    ]);
  });
});
