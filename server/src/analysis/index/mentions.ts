import type { Item } from '../code/item.ts';
import { interesting, mentioning } from './interest.ts';

export interface Mentions {
  /** Functions that mention one of the fields, also through a macro. */
  readonly functions: readonly Item[];
  /** The fields that were found in functions. */
  readonly fields: ReadonlySet<string>;
  /** Fields that something else mentions, such as a table with `offsetof(struct s, field)`: code for it may be anywhere. */
  readonly elsewhere: ReadonlySet<string>;
}

/**
 * Where members (`.name`) and global variables (`name`) are mentioned in a project. Over-approximates: comments and
 * strings count. Reads each file twice at most.
 */
export function mentionsOf(items: readonly Item[], fields: ReadonlySet<string>): Mentions {
  const elsewhere = new Set<string>();
  if (fields.size === 0) return { functions: [], fields: new Set(), elsewhere };
  const plain = new Set([...fields].map((field) => field.replace(/^\./, '')));
  const tests = [...fields].map((field) => ({ field, pattern: patternOf(field) }));
  const functions = new Set<Item>();
  const found = new Set<string>();
  const macros = new Set<string>();
  for (const item of mentioning(items.filter((candidate) => candidate.kind !== 'type' && candidate.kind !== 'prototype'), plain)) {
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
  for (const item of interesting(items, macros)) functions.add(item);
  return { functions: [...functions], fields: found, elsewhere };
}

function patternOf(field: string): RegExp {
  // `offsetof(struct s, field)` has no dot
  return field.startsWith('.') ? new RegExp(`(?:->|[.,])\\s*${field.slice(1)}\\b`) : new RegExp(`\\b${field}\\b`);
}
