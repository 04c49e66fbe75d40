import type { Item } from '../code/item.ts';
import { interesting, mentioning, type Searches } from './interest.ts';

export interface Mentions {
  /** Functions that mention one of the fields, also through a macro, or that free memory and know a struct with such a member. */
  readonly functions: readonly Item[];
  /** The fields that were found in functions. */
  readonly fields: ReadonlySet<string>;
  /** Fields that something else mentions, such as a table with `offsetof(struct s, field)`: code for it may be anywhere. */
  readonly elsewhere: ReadonlySet<string>;
}

/**
 * Where members (`.name`) and global variables (`name`) are mentioned in a project. Over-approximates: comments and
 * strings count. `owners`: names of structs with such members. Reads each file twice at most.
 */
export function mentionsOf(items: readonly Item[], fields: ReadonlySet<string>, owners: ReadonlySet<string> = new Set(), searches?: Searches): Mentions {
  const elsewhere = new Set<string>();
  if (fields.size === 0) return { functions: [], fields: new Set(), elsewhere };
  const plain = new Set([...fields].map((field) => field.replace(/^\./, '')));
  const tests = [...fields].map((field) => ({ field, pattern: patternOf(field) }));
  const functions = new Set<Item>();
  const found = new Set<string>();
  const macros = new Set<string>();
  for (const item of mentioning(items.filter((candidate) => candidate.kind !== 'type' && candidate.kind !== 'prototype'), plain, searches)) {
    const text = item.file.text.slice(item.start, item.end);
    const hit = tests.filter(({ pattern }) => pattern.test(text)).map(({ field }) => field);
    if (hit.length === 0) continue;
    if (item.kind === 'function') {
      functions.add(item);
      for (const field of hit) found.add(field);
    }
    else if (item.kind === 'macro') macros.add(item.name);
    else for (const field of hit) if (field !== item.name) elsewhere.add(field);
  }
  for (const item of interesting(items, macros, searches)) functions.add(item);
  for (const item of interesting(items, owners, searches)) if (FREES.test(item.file.text.slice(item.start, item.end))) functions.add(item);
  return { functions: [...functions], fields: found, elsewhere };
}

/** Names of the structs that the project declares with one of the members. */
export function ownersOf(items: readonly Item[], fields: ReadonlySet<string>, searches?: Searches): Set<string> {
  const members = new Set([...fields].filter((field) => field.startsWith('.')).map((field) => field.slice(1)));
  if (members.size === 0) return new Set();
  return new Set(mentioning(items.filter((candidate) => candidate.kind === 'type'), members, searches).flatMap(typeNames));
}

const FREES = /free\w*\s*\(/i;

/** Tag and typedef names of a struct definition. */
function typeNames(item: Item): string[] {
  const text = item.file.text.slice(item.start, item.end);
  const close = text.lastIndexOf('}');
  if (close < 0) return [];
  const tag = /^[^{]*\b(?:struct|union)\s+([A-Za-z_]\w*)/.exec(text.slice(0, text.indexOf('{') + 1))?.[1];
  const after = text.startsWith('typedef') ? text.slice(close + 1).match(/[A-Za-z_]\w*/g) ?? [] : [];
  return [...(tag === undefined ? [] : [tag]), ...after];
}

function patternOf(field: string): RegExp {
  // `offsetof(struct s, field)` has no dot
  return field.startsWith('.') ? new RegExp(`(?:->|[.,])\\s*${field.slice(1)}\\b`) : new RegExp(`\\b${field}\\b`);
}
