import type { SourceFile } from '../../code/item.ts';
import type { Range } from '../../ir/instructions.ts';
import type { Value } from './value.ts';

/** Stable strings: they appear in JSON, SARIF and the editor. */
export type StepKind =
  | 'acquire-owned' | 'acquire-borrowed' | 'upref' | 'alias' | 'branch' | 'call' | 'return'
  | 'release' | 'use' | 'escape' | 'transfer' | 'exit';

/** Something that happened, as a caller of the function sees it. */
export interface InnerEvent {
  readonly kind: StepKind;
  readonly file: SourceFile;
  readonly range: Range;
  /** A sentence without full stop. */
  readonly message: string;
  /** 1 in the function that was called, 2 in one that it called, ... */
  readonly depth: number;
}

/** One thing that happened on a path. Events form a list from the newest back; paths share their beginnings. */
export interface Event {
  readonly kind: StepKind;
  readonly file: SourceFile;
  readonly range: Range;
  readonly statement: Range;
  readonly message: string;
  /** The tracked values it is about; empty for a branch. */
  readonly about: readonly Value[];
  /** Steps inside the function that was called, oldest first. */
  readonly inner: readonly InnerEvent[];
  readonly previous: Event | null;
  readonly length: number;
}

export function append(previous: Event | null, event: Omit<Event, 'previous' | 'length'>): Event {
  return { ...event, previous, length: (previous?.length ?? 0) + 1 };
}

/**
 * What happened on either of two paths that meet with equal book-keeping: the events of the shorter one, without the
 * decisions that only one of them took. `if ((a && x) || (!a && f(s)))` comes to `f(s)` through tests of `a` that
 * contradict each other. O(events since the paths parted).
 */
export function meet(a: Event | null, b: Event | null): Event | null {
  const lengthOf = (event: Event | null): number => event?.length ?? 0;
  const shorter = lengthOf(a) <= lengthOf(b) ? a : b;
  let [x, y] = [a, b];
  while (x !== y) {
    if (lengthOf(x) >= lengthOf(y)) x = x?.previous ?? null;
    else y = y?.previous ?? null;
  }
  const since: Event[] = [];
  for (let at = shorter; at !== null && at !== x; at = at.previous) if (at.kind !== 'branch') since.push(at);
  return since.reduceRight((previous, event) => (event.previous === previous ? event : append(previous, event)), x);
}

/** Oldest first. O(length). */
export function listEvents(last: Event | null): Event[] {
  const list: Event[] = [];
  for (let at = last; at !== null; at = at.previous) list.push(at);
  return list.reverse();
}
