import type { SourceFile } from '../code/item.ts';
import type { Range } from '../ir/instructions.ts';
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

/** Oldest first. O(length). */
export function listEvents(last: Event | null): Event[] {
  const list: Event[] = [];
  for (let at = last; at !== null; at = at.previous) list.push(at);
  return list.reverse();
}
