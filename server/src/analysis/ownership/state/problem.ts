import type { SourceFile } from '../../code/item.ts';
import type { FunctionIr, Range } from '../../ir/instructions.ts';
import type { Account, Doubt } from './account.ts';
import type { Event } from './event.ts';
import type { Value } from './value.ts';

/** What went wrong, in terms of the ledger; `verdict/` decides how to speak about it and how sure to be. */
export type ProblemKind =
  | 'release-of-borrowed' | 'release-of-lent' | 'release-twice' | 'release-of-sentinel'
  | 'use-after-release' | 'use-after-owner' | 'interior-use-after-release'
  | 'leak' | 'leak-on-overwrite' | 'result-dropped'
  | 'borrow-stored'
  | 'wrong-deallocator' | 'interior-freed' | 'released-other-memory' | 'struct-copy' | 'manual-count'
  | 'null-argument' | 'unchecked-null-argument' | 'uninitialised' | 'self-argument'
  | 'reuse-of-object' | 'two-contexts' | 'mutation-of-shared' | 'set-after-handshake'
  | 'unchecked-retain' | 'null-check' | 'differs'
  | 'callback-released-and-returned' | 'callback-not-kept' | 'callback-stored-without-reference' | 'callback-overwrites' | 'callback-answers-differ'
  | 'flag-owned-kept' | 'flag-borrowed-given' | 'flag-not-written'
  | 'reentry' | 'out-not-owned' | 'out-released' | 'out-leaked'
  | 'release-depends-on-answer' | 'mixed-results'
  | 'field-never-released' | 'field-released-borrow' | 'field-overwritten' | 'field-left-dangling' | 'owner-freed-without-release'
  | 'slot-without-free-hook' | 'slot-without-duplicate-hook';

export interface Problem {
  readonly kind: ProblemKind;
  /** Rule to report under, when the kind alone does not decide it (callback contracts name theirs). */
  readonly rule?: string;
  readonly function: FunctionIr;
  readonly file: SourceFile;
  readonly range: Range;
  readonly statement: Range;
  /** What the message calls the value, e.g. `s` or `c->sess`. */
  readonly name: string;
  /** What holds it, e.g. `ssl`; '' when that says nothing. */
  readonly holder: string;
  /** Name of the function called there, '' when none. */
  readonly callee: string;
  /** The path, newest event last; the primary location is appended by the reporter when the last event is elsewhere. */
  readonly trace: Event | null;
  readonly about: readonly Value[];
  readonly account: Account | null;
  readonly doubts: readonly Doubt[];
  /** Extra words for the message, by kind. */
  readonly detail: string;
  /** A borrow that is stored: members of the same object that say something new, `.owned`. */
  readonly marked?: readonly string[];
  /** Some other path releases the same reference, and only where it was refused. */
  readonly releasedElsewhere?: boolean;
  /** Number of further exits or places where the same goes wrong. */
  readonly more: number;
}
