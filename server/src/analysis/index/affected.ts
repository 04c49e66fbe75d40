import type { Item } from '../code/item.ts';
import { mentioning } from './interest.ts';

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
  const add = (item: Item): void => { for (const name of namesOf(item)) if (!library.fixed.has(name)) names.add(name); };
  const declared = new Set<string>();
  const macros = new Set<string>();
  for (const item of items) {
    if (item.kind === 'function' || item.kind === 'prototype') declared.add(item.name);
    if (item.kind === 'macro') macros.add(item.name);
  }
  const before = new Set(gone.filter(isFunction).map((item) => item.name));
  const after = new Set(fresh.filter(isFunction).map((item) => item.name));
  for (const item of [...gone, ...fresh]) {
    const { name } = item;
    // Of a function others need to know that there is one, and no more.
    const isKnownAnyway = declared.has(name) || (before.has(name) && after.has(name));
    if (isFunction(item) ? !isKnownAnyway || macros.has(name) || library.weak?.(name) === true : true) add(item);
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

const isFunction = (item: Item): boolean => item.kind === 'function' || item.kind === 'prototype';

/** Names that an item gives a meaning to: its own, for a type its tag, members, enumerators and typedefs. */
function namesOf(item: Item): string[] {
  if (item.kind !== 'type') return [item.name];
  const text = item.file.text.slice(item.start, item.end);
  return [item.name, ...[...text.matchAll(DECLARED)].map(([name]) => name)].filter((name) => name !== '');
}
