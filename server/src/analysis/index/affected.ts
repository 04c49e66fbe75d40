import type { Item } from '../code/item.ts';
import { mentioning } from './interest.ts';
import { membersIn } from './types.ts';

/** More names than this are as good as all. */
const MOST_NAMES = 400;
const MOST_ROUNDS = 6;
/** What stands where a declared name stands: before `;`, `,`, `[`, `)`, `:`, `=`, `{` or `}`. A parameter of a member is one name too many. */
const DECLARED = /[A-Za-z_$][\w$]*(?=\s*[;,[):={}])/g;

export interface Changed {
  /** Items that are no longer there, and items that are new. */
  readonly gone: readonly Item[];
  readonly fresh: readonly Item[];
}

/** What the meaning of names depends on besides the items of the project. */
export interface LibraryNames {
  /** Names whose meaning does not come from the project. */
  readonly fixed: ReadonlySet<string>;
  /** Functions that are the library's unless the project defines them. */
  readonly weak?: (name: string) => boolean;
}

/**
 * Names whose meaning may differ after items of a project changed: the control flow of what mentions none of them is what it was.
 * `items` are all that stayed. Null when it is too much to tell. Costs a search through the definitions when there is such a name,
 * else nothing.
 */
export function affectedNames({ gone, fresh }: Changed, items: readonly Item[], library: LibraryNames): Set<string> | null {
  const names = new Set<string>();
  const addAll = (more: Iterable<string>): void => { for (const name of more) if (name !== '' && !library.fixed.has(name)) names.add(name); };
  const add = (item: Item): void => addAll(namesOf(item));
  const macros = new Set(items.filter((item) => item.kind === 'macro').map((item) => item.name));
  const stayed = declarations(items);
  const before = declarations(gone);
  const after = declarations(fresh);
  const changes = (name: string, which: 'declared' | 'defined'): boolean => !stayed[which].has(name) && before[which].has(name) !== after[which].has(name);
  const structs = revisedStructs(gone, fresh);
  for (const [old, item] of structs) addAll(differingNames(old, item));
  const revised = new Set([...structs].flat());
  for (const item of [...gone, ...fresh]) {
    if (revised.has(item)) continue;
    const { name } = item;
    // Of a function others need to know that there is one, and no more.
    const needsDefinition = macros.has(name) || library.weak?.(name) === true;
    if (!isFunction(item) || changes(name, 'declared') || (needsDefinition && changes(name, 'defined'))) add(item);
  }
  if (names.size === 0) return names;
  // What is defined by them: a macro, a typedef, a member, the type of a variable.
  const definitions = items.filter((item) => item.kind !== 'function');
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const known = names.size;
    for (const item of mentioning(definitions, names)) add(item);
    if (names.size > MOST_NAMES) return null;
    if (names.size === known) return names;
  }
  return null;
}

function declarations(items: readonly Item[]): { readonly declared: ReadonlySet<string>; readonly defined: ReadonlySet<string> } {
  return {
    declared: new Set(items.filter(isFunction).map((item) => item.name)),
    defined: new Set(items.filter((item) => item.kind === 'function').map((item) => item.name)),
  };
}

const isFunction = (item: Item): boolean => item.kind === 'function' || item.kind === 'prototype';

/** Structs of one name that were there before and are now: what did not change in them means what it meant. */
function revisedStructs(gone: readonly Item[], fresh: readonly Item[]): Map<Item, Item> {
  const isStruct = (item: Item): boolean => item.kind === 'type' && item.name !== '' && membersIn(item).length > 0;
  const pairs = new Map<Item, Item>();
  const after = new Map(fresh.filter(isStruct).map((item) => [item.name, item] as const));
  for (const old of gone.filter(isStruct)) {
    const item = after.get(old.name);
    if (item === undefined || !after.delete(old.name)) continue;
    pairs.set(old, item);
  }
  return pairs;
}

/** The names of two structs themselves, and of the members that only one of them has. */
function differingNames(old: Item, item: Item): string[] {
  const members = [old, item].map((each) => new Map(membersIn(each).map((member) => [`${member.owner} ${member.type} ${member.name}`, member.name] as const)));
  const common = members.map((some, i) => [...some.keys()].filter((key) => members[1 - i]?.has(key) === true).join('\n'));
  // Initialisers count the members.
  if (common[0] !== common[1]) return [...namesOf(old), ...namesOf(item)];
  const only = members.flatMap((some, i) => [...some].filter(([key]) => members[1 - i]?.has(key) !== true).map(([, name]) => name));
  const words = [old, item].map((each) => new Set(namesOf(each)));
  const other = words.flatMap((some, i) => [...some].filter((name) => words[1 - i]?.has(name) !== true));
  return [...only, ...other, ...[old, item].flatMap((each) => [each.name, ...typedefNames(each)])];
}

/** `a` and `b` of `typedef struct { ... } a, *b;`. */
function typedefNames(item: Item): string[] {
  const text = item.file.text.slice(item.start, item.end);
  return text.slice(text.lastIndexOf('}') + 1).match(/[A-Za-z_$][\w$]*/g) ?? [];
}

/** Names that an item gives a meaning to: its own, for a type its tag, members, enumerators and typedefs. */
function namesOf(item: Item): string[] {
  if (item.kind !== 'type') return [item.name];
  const text = item.file.text.slice(item.start, item.end);
  return [item.name, ...[...text.matchAll(DECLARED)].map(([name]) => name)].filter((name) => name !== '');
}
