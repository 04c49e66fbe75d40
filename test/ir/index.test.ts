import { describe, expect, it } from 'vitest';
import { scan } from '../../server/src/analysis/code/scan.ts';
import { evaluateConstant } from '../../server/src/analysis/index/constant.ts';
import { declarationsIn } from '../../server/src/analysis/index/declarations.ts';
import { interesting, mentioning, WordSearch } from '../../server/src/analysis/index/interest.ts';
import { indexOf } from './lowered.ts';

const header = { path: 'inc/a.h', text: `
#define OK 0
#define BAD (-1)
#define WIDE 0x10UL
#define SHIFT (1 << 4 | OK)
#define ROUND ROUND2
#define ROUND2 ROUND
#define CAST ((my_size) -3)
#define NAME "x"
#define my_free ses_free
#define my_ses SES
#ifdef A
#define TWICE 1
#else
#define TWICE 2
#endif
enum state { FIRST, SECOND = 5, THIRD, FOURTH = OK + 2, FIFTH = sizeof(int), SIXTH };
typedef SES my_session;
typedef struct ses_st *ses_ptr;
typedef int (*hook)(SES *);
typedef struct { int a; SES *kept; my_session *other, **list; } box_t;
struct conn { SES *sess; int flags : 3; union { void *raw; ses_ptr p; } u; struct conn *next; SES *slots[4]; int (*cb)(SES *); };
struct other { char *sess; };
extern SES *shared;
int declared(int);
` };
const source = { path: 'src/a.c', text: `
#define OK 7
static SES *mine = NULL, *both[2];
static int helper(void) { return OK; }
` };
const index = indexOf(header, source);

describe('integers', () => {
  it('object-like macros and enumerators', () => {
    expect(['BAD', 'WIDE', 'SHIFT', 'CAST'].map((name) => index.integerOf(name, 'src/b.c'))).toEqual([-1, 16, 16, -3]);
    expect(['FIRST', 'SECOND', 'THIRD', 'FOURTH', 'FIFTH', 'SIXTH'].map((name) => index.integerOf(name))).toEqual([0, 5, 6, 2, undefined, undefined]);
  });
  it('none for circles, strings, disagreement, unknown names', () => {
    expect(['ROUND', 'NAME', 'TWICE', 'ABSENT'].map((name) => index.integerOf(name))).toEqual([undefined, undefined, undefined, undefined]);
  });
  it('the file that asks comes first, other sources are not seen', () => {
    expect(index.integerOf('OK', 'src/a.c')).toBe(7);
    expect(index.integerOf('OK', 'src/b.c')).toBe(0);
  });
  it('constant expressions', () => {
    expect(['1 + 2 * 3', '(1 + 2) * 3', '~0 & 0xff', '!(1 == 2)', '1 ? 2 : 3', '((((2))))', "'a'", '1.5', '', '(', `${'('.repeat(999)}1`].map((text) => evaluateConstant(text, () => undefined)))
      .toEqual([7, 9, 255, 1, undefined, 2, 97, undefined, undefined, undefined, undefined]);
  });
});

describe('types', () => {
  it('depth', () => {
    expect(['SES *', 'const SES *', 'SES **', 'SES', 'SES *[]', 'struct ses_st *', 'my_session *', 'my_ses *', 'ses_ptr', 'ses_ptr *'].map((type) => index.depthOfType(type)))
      .toEqual([1, 1, 2, 0, 2, 1, 1, 1, 1, 2]);
    expect(['int', 'char *', 'unsigned long', 'struct conn *', 'hook', 'box_t *', 'SES *()*'].map((type) => index.depthOfType(type))).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(['', 'void *', 'unknown_thing *', 'STACK_OF(SES) *'].map((type) => index.depthOfType(type))).toEqual([-1, -1, -1, -1]);
  });
  it('members', () => {
    expect(index.fieldsOf('struct conn')?.map((field) => `${field.name}: ${field.type}`)).toEqual(
      ['sess: SES *', 'flags: int', 'u: union', 'next: struct conn *', 'slots: SES *[]', 'cb: int ()*', 'raw: void *', 'p: ses_ptr']);
    expect(index.fieldsOf('box_t')?.map((field) => `${field.name}: ${field.type}`)).toEqual(['a: int', 'kept: SES *', 'other: my_session *', 'list: my_session **']);
    expect(index.fieldsOf('struct nowhere')).toBeUndefined();
    expect([...index.fieldTypes('sess')].sort()).toEqual(['SES *', 'char *']);
    expect(['sess', 'kept', 'list', 'flags', 'nothing'].map((name) => index.fieldDepth(name))).toEqual([-1, 1, 2, 0, -1]);
    expect(index.trackedFields().map((field) => `${field.owner}.${field.name}`).sort()).toEqual(
      ['box_t.kept', 'box_t.list', 'box_t.other', 'struct conn.p', 'struct conn.sess', 'struct conn.slots']);
  });
  it('names', () => {
    expect(index.aliasOf('my_free')).toBe('ses_free');
    expect([index.isFunction('helper'), index.isFunction('declared'), index.isFunction('ses_get'), index.isFunction('nothing')]).toEqual([true, true, true, false]);
    expect([index.isType('box_t'), index.isType('conn'), index.isType('SES'), index.isType('shared')]).toEqual([true, true, true, false]);
    expect([index.globalType('shared', 'src/a.c'), index.globalType('mine', 'src/a.c'), index.globalType('mine', 'src/b.c'), index.globalType('nothing')])
      .toEqual(['SES *', 'SES *', undefined, undefined]);
  });
  it('declarations in text', () => {
    expect(declarationsIn('unsigned int a, *b[3]; const struct x { int y; } *c; int (*f)(T *, int), g(void); STACK_OF(Z) *sk; enum e d : 4; T v = { 1, 2 }, w;')).toEqual([
      { name: 'a', type: 'unsigned int' }, { name: 'b', type: 'unsigned int *[]' }, { name: 'c', type: 'const struct x *' }, { name: 'f', type: 'int ()*' },
      { name: 'g', type: 'int ()' }, { name: 'sk', type: 'STACK_OF(Z) *' }, { name: 'd', type: 'enum e' }, { name: 'v', type: 'T' }, { name: 'w', type: 'T' },
    ]);
  });
});

describe('interest', () => {
  it('finds whole words only, however many names', () => {
    const text = 'ses_get1(ses_get, my_ses, ses, ses_g, others other, a_rather_long_name, a_rather_long_name2)';
    const found = (names: string[]): string[] => {
      const search = new WordSearch(names);
      const words: string[] = [];
      for (let at = search.next(text, 0); at >= 0; at = search.next(text, at + 1)) words.push(/^\w+/.exec(text.slice(at))?.[0] ?? '');
      return words;
    };
    expect(found(['ses_get', 'ses_get1', 'ses', 'other', 'a_rather_long_name', 'rather_long', 'a_rather_long_name2'])).toEqual(
      ['ses_get1', 'ses_get', 'ses', 'other', 'a_rather_long_name', 'a_rather_long_name2']);
    expect(found([])).toEqual([]);
  });
  it('maps hits to items', () => {
    const file = { path: 'x.c', text: '#define A ses_get\nint a(void) { return ses_get(1); }\nint b(void) { return 2; }\nint c(void)\n{\n#define IN ses_free\n  ses_get(0); return 1;\n}\n' };
    const { items } = scan(file);
    expect(interesting(items, new Set(['ses_get'])).map((item) => item.name)).toEqual(['a', 'c']);
    expect(mentioning(items, new Set(['ses_get', 'ses_free'])).map((item) => item.name).sort()).toEqual(['A', 'IN', 'a', 'c']);
  });
});
