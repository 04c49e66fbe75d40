import type { MacroRole } from '../code/words.ts';
import type { ContractParameter, Effect, Outcome, ReturnModel } from './effects.ts';

/**
 * Every word of the vocabulary with what it says to a person. The readers check model files against the keys, and
 * `describe` prints the texts, so a word cannot be added in one place only.
 */
export const EFFECT_TEXT: Readonly<Record<Effect, string>> = {
  use: 'is only read during the call',
  mutate: 'is changed; no reference changes hands',
  release: 'loses one reference of the caller',
  retain: 'gains one reference for the caller',
  hold: 'gains a reference that the holder owns; the caller keeps its own',
  take: 'is taken over: the reference of the caller moves to the callee',
  store: 'is stored without a reference',
  free: 'must be plain memory or an object of another kind',
  forget: 'may be kept, released or changed: nothing is known afterwards',
  'out-owned': 'points to a variable that receives an owned reference',
  'out-borrowed': 'points to a variable that receives a borrowed pointer',
  reuse: 'points to NULL or to an object to refill; the result and the variable are one reference',
  zero: 'points to memory that becomes zero',
  copy: 'points to memory that is copied raw',
  bytes: 'points to memory whose bytes go elsewhere, with what the pointers in them own',
};

export const OUTCOME_TEXT: Readonly<Record<Outcome, string>> = {
  zero: 'the result is 0 or NULL',
  nonzero: 'the result is not 0 and not NULL',
  positive: 'the result is greater than 0',
  nonpositive: 'the result is 0 or less',
  negative: 'the result is less than 0',
  nonnegative: 'the result is 0 or more',
};

/** As `OUTCOME_TEXT`, short, of the function itself. */
export const ANSWER_TEXT: Readonly<Record<Outcome, string>> = {
  zero: 'it returns 0',
  nonzero: 'it returns nonzero',
  positive: 'it returns more than 0',
  nonpositive: 'it returns 0 or less',
  negative: 'it returns less than 0',
  nonnegative: 'it returns 0 or more',
};

export const RETURN_TEXT: Readonly<Record<ReturnModel['kind'], string>> = {
  status: 'a number; nothing to own',
  owned: 'a reference that the caller must release',
  borrowed: 'a borrowed pointer that the caller must not release',
  interior: 'a pointer into the object, alive as long as the object is',
  static: 'a pointer that never dies',
  sentinel: 'a marker that is no object',
  argument: 'one of the arguments',
  slot: 'what the slot holds',
  'slot-index': 'the index of a new slot',
  predicate: 'the truth of a comparison',
  memory: 'fresh memory',
  holder: 'an owner of references',
  unknown: 'not known',
};

export const NULL_TEXT = { ok: 'NULL is allowed', invalid: 'NULL is invalid' } as const;
export const ENDS_BORROWS_TEXT = { always: 'ends what was borrowed from it', maybe: 'may end what was borrowed from it' } as const;
export const ON_REUSE_TEXT = {
  refilled: 'an object in it is refilled',
  replaced: 'an object in it is released and replaced',
  lost: 'an object in it is overwritten without release',
} as const;
export const HANDSHAKE_TEXT = {
  starts: 'may start a handshake',
  before: 'is meant for the time before the handshake',
  resets: 'goes back to the time before the handshake',
} as const;
export const DIFFERS_TEXT = { null: 'when the argument is NULL', answered: 'when the answer is looked at' } as const;
export const OPERATORS = { '==': '==', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const;
export const MACRO_TEXT = {
  loop: 'a loop: the block after it runs any number of times',
  ignore: 'an annotation without meaning here',
  noreturn: 'does not return',
  return: 'leaves the function that it stands in',
  defer: 'the statement after it, or its argument, runs when the scope is left',
} as const satisfies Record<MacroRole, string>;

export const ROLE_TEXT: Readonly<Record<ContractParameter['role'], string>> = {
  connection: 'the connection',
  context: 'the context',
  given: 'a session that comes with a reference',
  borrowed: 'a borrowed session',
  flag: 'says whether the result is handed over',
  'out-owned': 'receives a session that is handed over',
  other: 'no session',
};

/** Libraries a configuration may name. */
export const FLAVORS = { openssl: 0, libressl: 0, boringssl: 0, 'aws-lc': 0, wolfssl: 0, tongsuo: 0, quictls: 0 } as const;
