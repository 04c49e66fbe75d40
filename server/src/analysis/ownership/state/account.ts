import type { Event } from './event.ts';
import type { Cell, Value } from './value.ts';

/**
 * How a tracked value came into the function.
 *
 * - `owned`     a modelled or summarised call gave a reference
 * - `borrowed`  a modelled or summarised call lent it
 * - `given`     the reference that a callback contract hands over on a condition
 * - `lent`      the argument of a callback that must not release it
 * - `incoming`  a parameter, or what a field or global held: its reference, if any, is somebody else's until it is released here
 * - `sentinel`  a marker that is no object
 */
export type Provenance = 'owned' | 'borrowed' | 'given' | 'lent' | 'incoming' | 'sentinel';

/** Who else keeps the object alive: an owner object by its value, `cache` of one, a memory cell, or the caller. */
export type Holder = `owner:${number}` | `cell:${number}` | 'caller' | 'library';

/** Reasons to be less certain of a finding about the value. */
export type Doubt =
  /** It was passed to a function that is only judged by its name. */
  | 'seen-by-unknown'
  /** The release or acquisition was seen through a summary that joins several definitions. */
  | 'several-definitions'
  /** What came in may have been counted more than once by the caller. */
  | 'incoming-count'
  /** The path is the one on which adding a reference failed. */
  | 'refused-reference'
  /** The status that came with it was compared with a constant that nothing is known of. */
  | 'unresolved-status'
  /** What is handed over is released nowhere else: handing it over may be its release. */
  | 'nobody-else-releases'
  /** It was released before a macro that may have left the function. */
  | 'perhaps-left'
  /** It was handed over before such a macro. */
  | 'perhaps-handed-over'
  /** On other ways through the callback it is left alone: something tells the sessions that the program has a reference to from others. */
  | 'released-sometimes'
  /** It is NULL on one way through a function that was called; whether that way is taken here is not known. */
  | 'another-function-tests'
  /** The contract was deduced from a registration that is not a plain name. */
  | 'indirect-registration';

/**
 * The book-keeping of one object. Each reference has one holder: `held` of them are this activation's to dispose of,
 * `others` keep the object alive as well.
 */
export interface Account {
  readonly provenance: Provenance;
  readonly held: number;
  readonly others: readonly Holder[];
  /** `gone`: the last known reference was released; `ended`: whoever lent it let go; `lost`: nothing is known any more. */
  readonly state: 'live' | 'gone' | 'ended' | 'lost';
  /** The owner object a borrow depends on. */
  readonly lender: Value | null;
  /** Times it was released here although nothing here owned it: the caller's or a cell's reference was used up. */
  readonly adopted: number;
  /** Times a reference was added here. */
  readonly retained: number;
  /** The rounds of loops in which it got its account: block number of each loop to how often it was repeated. */
  readonly rounds: ReadonlyMap<number, number>;
  readonly origin: Event | null;
  /** The release or owner's end that made it `gone` or `ended`. */
  readonly end: Event | null;
  /** `ended` only perhaps (a read on the connection may have replaced the session). */
  readonly perhaps: boolean;
  /** Expression that would name it for a reader, when no variable does. */
  readonly label: string;
  readonly doubts: readonly Doubt[];
  /** Name of the modelled function that produced it, '' otherwise. */
  readonly source: string;
  /** Owners that took a reference if the call that offered it answered nonzero: the answer, and the owner. */
  readonly offered: readonly { readonly answer: Value; readonly owner: Value }[];
  /** Owners (contexts) whose cache took it: one session in two caches is a hazard. */
  readonly cached: readonly Value[];
  /** The cell it was stored in last that outlives the function, for messages. */
  readonly stored: Stored | null;
  /** Unknown functions that were given an object in which it was stored, and so could have done something about it. */
  readonly seenBy: readonly string[];
  /** A function of the project that was given it keeps the pointer: where, in that function's words, and the call. */
  readonly kept: { readonly name: string; readonly event: Event; readonly marked: readonly string[] } | null;
  /** The argument of a callback was given to a function of the project that may keep it, and nothing has been done since. `values`: numbered then. */
  readonly surrendered: { readonly event: Event; readonly callee: string; readonly values: number } | null;
}

/**
 * `replaced`: what the cell held before was never looked at on this path, or it was what the cell held when the function began, or something
 * that was put there since. `judged`: a function that was called stored it, and answers for it.
 */
export interface Stored { readonly cell: Cell; readonly event: Event; readonly replaced: 'unread' | 'initial' | 'other'; readonly judged: boolean }

export const NEW_ACCOUNT: Account = {
  provenance: 'incoming', held: 0, others: [], state: 'live', lender: null, adopted: 0, retained: 0, rounds: new Map(), origin: null,
  end: null, perhaps: false, label: '', doubts: [], source: '', offered: [], cached: [], stored: null, seenBy: [], kept: null, surrendered: null,
};

export function doubt(account: Account, reason: Doubt): Account {
  return account.doubts.includes(reason) ? account : { ...account, doubts: [...account.doubts, reason] };
}
