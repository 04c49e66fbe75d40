import type { Item } from '../code/item.ts';
import { mentioning } from './interest.ts';

/** More names than this are as good as all. */
const MOST_NAMES = 400;
const MOST_ROUNDS = 6;
const WORD = /[A-Za-z_$][\w$]*/g;
/** What stands where a declared name stands: before `;`, `,`, `[`, `)`, `:`, `=`, `{` or `}`. A parameter of a member is one name too many. */
const DECLARED = /[A-Za-z_$][\w$]*(?=\s*[;,[):={}])/g;

export interface Changed {
  /** Items that are no longer there, and items that are new. */
  readonly gone: readonly Item[];
  readonly fresh: readonly Item[];
}

/**
 * Names whose meaning may differ after items of a project changed: what mentions none of them means what it meant. A function of which
 * only the body changed means the same to others. `items` are all that stayed; `fixed` are names whose meaning does not come from
 * the project. Null when it is too much to tell. Costs a search through the texts when there is such a name, else nothing.
 */
export function affectedNames({ gone, fresh }: Changed, items: readonly Item[], fixed: ReadonlySet<string>): Set<string> | null {
  const names = new Set<string>();
  const add = (item: Item): void => { for (const name of namesOf(item)) if (!fixed.has(name)) names.add(name); };
  const heads = new Map(gone.filter((item) => item.kind === 'function').map((item) => [headOf(item), item] as const));
  for (const item of fresh) {
    // The same head, once before and once now: only the body is another.
    if (item.kind !== 'function' || !heads.delete(headOf(item))) add(item);
  }
  for (const item of gone) if (item.kind !== 'function' || heads.get(headOf(item)) === item) add(item);
  if (names.size === 0) return names;
  // What is defined by them: a macro, a typedef, a member, the type of a variable or of a result.
  const definitions = items.filter((item) => item.kind !== 'function');
  const functions = items.filter((item) => item.kind === 'function');
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = names.size;
    for (const item of mentioning(definitions, names)) add(item);
    for (const item of mentioning(functions, names)) if (mentions(item.file.text.slice(item.start, item.body), names)) add(item);
    if (names.size > MOST_NAMES) return null;
    if (names.size === before) return names;
  }
  return null;
}

function mentions(text: string, names: ReadonlySet<string>): boolean {
  for (const [word] of text.matchAll(WORD)) if (names.has(word)) return true;
  return false;
}

/** A function but for its body. */
function headOf(item: Item): string {
  return `${item.name}\n${item.file.path}\n${JSON.stringify(item.presence)}\n${item.file.text.slice(item.start, item.body < 0 ? item.end : item.body)}`;
}

/** Names that an item gives a meaning to: its own, for a type its tag, members, enumerators and typedefs. */
function namesOf(item: Item): string[] {
  if (item.kind !== 'type') return [item.name];
  const text = item.file.text.slice(item.start, item.end);
  return [item.name, ...[...text.matchAll(DECLARED)].map(([name]) => name)].filter((name) => name !== '');
}
