import type { MacroRole } from '../code/words.ts';

/**
 * The closed vocabulary in which library calls are described. Model files (`server/models/*.json`) are written in
 * these words, the user's configuration is translated into them, and the ownership layer interprets them.
 * Nothing about a particular library is in TypeScript: names, types and contracts all come from the model files.
 */

/** Class of a return value that an effect depends on. Pointers: `nonzero` is non-NULL. */
export type Outcome = 'zero' | 'nonzero' | 'positive' | 'nonpositive' | 'negative' | 'nonnegative';

/**
 * What a call does with the tracked value passed as one argument.
 *
 * - `use`      reads it during the call (and needs it to be alive)
 * - `mutate`   changes the object; otherwise like `use`
 * - `release`  drops one reference of the caller
 * - `retain`   adds one reference for the caller
 * - `hold`     the callee takes a reference of its own for `holder`; the caller keeps its own
 * - `take`     the caller's reference moves to the callee
 * - `store`    the pointer is stored without a reference (ex_data): ownership, if the caller has it, moves into that slot
 * - `free`     a deallocator of something else: wrong for a tracked value or for a pointer into one
 * - `forget`   anything may happen: nothing is known afterwards
 * - `out-owned`     the argument is a `T **`; an owned reference is written to it
 * - `out-borrowed`  the argument is a `T **`; a borrowed pointer is written to it
 * - `reuse`    d2i style `T **a`: NULL, or `*a` NULL or an object to refill; the result and `*a` are one reference
 * - `zero`     memory under the pointer becomes zero
 * - `copy`     raw memory copy out of or into the object (a struct copy)
 * - `bytes`    its bytes are written elsewhere: the pointers in them, and what they own, go along
 */
export type Effect =
  | 'use' | 'mutate' | 'release' | 'retain' | 'hold' | 'take' | 'store' | 'free' | 'forget'
  | 'out-owned' | 'out-borrowed' | 'reuse' | 'zero' | 'copy' | 'bytes';

export interface ParameterModel {
  readonly effect: Effect;
  /** The effect happens only for this class of result; for the other class the argument is only used. */
  readonly when?: Outcome;
  /** `hold`: number of the argument that becomes a holder. */
  readonly holder?: number;
  /** NULL for this argument: `ok` is a no-op, `invalid` crashes; absent when it does not matter. */
  readonly null?: 'ok' | 'invalid';
  /** What becomes of tracked values borrowed from the object passed here (SSL_set_session: always; SSL_read: maybe). */
  readonly endsBorrows?: 'always' | 'maybe';
  /** The object passed here is itself released by the call (SSL_free): borrows from it end. */
  readonly destroys?: boolean;
  /** The argument must not come from one of these getters of the same object (set1_x(s, get0_x(s))). */
  readonly notFrom?: readonly string[];
  /** Setter that frees what these getters returned from the same object. */
  readonly invalidatesInterior?: readonly string[];
  /** The holder passed as this argument drops the reference it may hold on this value (removal from a cache). */
  readonly endsHold?: number;
  /** A pointer into the tracked value passed as that argument is written through this one (`get0_ticket(s, &p, &n)`). */
  readonly interiorOf?: number;
  /** `reuse` of a non-NULL `*a` on success: refilled in place (default), released and replaced, or overwritten unreleased. */
  readonly onReuse?: 'refilled' | 'replaced' | 'lost';
  /** The call starts a handshake on this owner, is made for the time before one, or sets the owner back to that time. */
  readonly handshake?: 'starts' | 'before' | 'resets';
  /** `store`: arguments that name the slot: the object it hangs on and the index. */
  readonly slot?: { readonly object: number; readonly index?: number };
}

/**
 * - `status`    a number; nothing is owned
 * - `owned`     one new reference for the caller
 * - `borrowed`  a tracked value that argument `from` keeps alive
 * - `interior`  a pointer into the tracked value passed as argument `from`
 * - `static`    a pointer that never dies
 * - `sentinel`  a marker that is no object: may be returned and compared, nothing else
 * - `argument`  the value of argument `from` itself
 * - `slot`      what the slot (ex_data) `object`/`index` holds
 * - `slot-index` a new slot index; `registersSlot` says which arguments are its hooks
 * - `predicate` truth of a comparison between arguments: `left operator right`, where `right` null means 0
 * - `memory`    fresh memory; `zeroed` says whether it is cleared
 * - `holder`    an owner object that is new (SSL_new) or argument `from` with one more reference
 * - `unknown`
 */
export type ReturnModel =
  | { readonly kind: 'status'; /** The only values there are. */ readonly values?: readonly number[] }
  | { readonly kind: 'static' | 'sentinel' | 'unknown' }
  | { readonly kind: 'owned'; readonly nullable: boolean; /** `*argument` is the same reference. */ readonly sameAs?: number; /** The result may be this argument itself with one more reference. */ readonly mayBe?: number; /** The reference is on the session this argument holds (get1). */ readonly of?: number }
  | { readonly kind: 'borrowed' | 'interior'; readonly from: number; readonly nullable: boolean; /** May stay valid after `from` let go: never called dangling or escaping. */ readonly lasting?: boolean }
  | { readonly kind: 'argument'; readonly from: number }
  | { readonly kind: 'slot'; readonly object: number; readonly index?: number }
  | { readonly kind: 'slot-index'; readonly duplicateHook?: number; readonly freeHook?: number; readonly tracked: boolean }
  | { readonly kind: 'predicate'; readonly operator: '==' | '!=' | '<' | '<=' | '>' | '>='; readonly left: number; readonly right: number | null }
  | { readonly kind: 'memory'; readonly zeroed: boolean }
  | { readonly kind: 'holder' };

export interface FunctionModel {
  readonly name: string;
  readonly parameters: readonly ParameterModel[];
  /** For arguments beyond `parameters`; default `use`. */
  readonly rest?: ParameterModel;
  readonly returns: ReturnModel;
  readonly noreturn: boolean;
  /** The call registers the function passed as `argument` as a callback of this contract. */
  readonly registers: readonly { readonly argument: number; readonly contract: string }[];
  /** A tracked name: mentioning it makes a function worth analysing. False for generic helpers such as `free`. */
  readonly tracked: boolean;
  /** The result depends on nothing but the arguments: the same question gets the same answer. */
  readonly pure?: boolean;
  /** A definition in the analysed project wins over this entry (names that a project's own header usually defines). */
  readonly weak?: boolean;
  /**
   * Argument `argument` is the address of a reference count (`&s->references`): the call adds the constant passed as
   * `amountArgument`, or `amount`, to it. +1 is a retain of `s`; -1 drops a reference without ever destroying.
   */
  readonly counts?: { readonly argument: number; readonly amountArgument?: number; readonly amount?: 1 | -1 };
  /**
   * The call behaves like a call of the function passed as argument `function` (`ASN1_dup(i2d_T, d2i_T, s)`): its i-th
   * argument is this call's argument `arguments[i]`, what that one points to (`pointee`), NULL, or unknown.
   */
  readonly calls?: { readonly function: number; readonly arguments: readonly (number | { readonly pointee: number } | 'null' | 'unknown')[] };
  /** The variable this argument points to is NULL afterwards. */
  readonly clears?: number;
  /** The result holds tracked values: a function passed in one call together with it is a callback of this contract. */
  readonly visitorContract?: string;
  /** The call only returns when this argument is zero / nonzero (`assert`). */
  readonly returnsWhen?: { readonly argument: number; readonly is: 'zero' | 'nonzero' };
  /** What to say about ownership in a step, e.g. "does not take a reference". */
  readonly says: string;
  /** Manual page, e.g. "SSL_get_session(3)", or ''. */
  readonly page: string;
  /** What to call instead to own the result (free-of-borrowed fix), e.g. SSL_get1_session for SSL_get_session. */
  readonly owningTwin?: string;
  /**
   * How the configured library differs from the others here, for whoever has to support several. It matters for every
   * call, for one whose answer is looked at (`answered`), or for one with NULL for `argument` (`null`).
   */
  readonly differs?: { readonly says: string; readonly when?: 'null' | 'answered'; readonly argument?: number };
  readonly borrowingTwin?: string;
  /** Where the entry came from: `built-in` or `<config path>:<line>`. */
  readonly origin: string;
}

/**
 * What a callback owes. `given`: a reference comes with the argument and is kept exactly when the result class is
 * `keptWhen`. `flag`: pointer to int that starts at `initial`; the returned reference is handed over when it is
 * `givenWhen` at return. `out-owned`: `T **`, what is left in it is taken over when the result class is `takenWhen`
 * (`always` for any result). `borrowed`: must not be released. `connection`/`context`: an owner, no tracked value.
 */
export interface ContractParameter {
  readonly role: 'connection' | 'context' | 'given' | 'borrowed' | 'flag' | 'out-owned' | 'other';
  readonly keptWhen?: Outcome;
  readonly initial?: number;
  readonly givenWhen?: Outcome;
  readonly takenWhen?: Outcome | 'always';
}

export interface CallbackContract {
  readonly name: string;
  /** Rule that reports a violation. */
  readonly rule: string;
  readonly parameters: readonly ContractParameter[];
  /** The result is a tracked pointer. */
  readonly returnsTracked: boolean;
  /**
   * What a function looks like that can be nothing else, though its registration is not seen: result type and parameter
   * types joined by `|` match `types`; when those are common, its name matches `name` too.
   */
  readonly shape?: { readonly types: RegExp; readonly name?: RegExp };
  /** Functions that must not be called on the same context from inside. */
  readonly forbidden: readonly string[];
  readonly page: string;
}

/** An entry for every name that matches and has no entry of its own. Its `model.name` is the pattern. */
export interface FunctionFamily {
  readonly pattern: RegExp;
  readonly model: FunctionModel;
}

/** A library that a file is known to use by the headers that it includes. */
export interface HeaderLibrary {
  /** Folders of its headers. */
  readonly headers: readonly string[];
  /** The entries that replace others where this library is used. */
  readonly overrides: readonly FunctionModel[];
}

export interface Model {
  /** Spelled types of the tracked object, without `*`: `SSL_SESSION`, `struct ssl_session_st`, ... */
  readonly types: readonly string[];
  /** Types of owner objects (SSL, SSL_CTX), for messages. */
  readonly ownerTypes: readonly string[];
  /** Each tracked name contains one of these; a file without any of them needs no look. */
  readonly hints: readonly string[];
  readonly functions: ReadonlyMap<string, FunctionModel>;
  /** Tried in order for names without an entry; use `lookup` of match.ts. */
  readonly families?: readonly FunctionFamily[];
  /** Libraries to be told by headers; none where the configuration names the library. Use `modelFor` of headers.ts. */
  readonly libraries: readonly HeaderLibrary[];
  readonly contracts: ReadonlyMap<string, CallbackContract>;
  /** Functions without a model whose name matches are taken to only read / to add a reference. Compiled with flag `i`. */
  readonly readerNames: RegExp;
  readonly retainerNames: RegExp;
  /** Macros without a definition that may leave the function they stand in. Compiled with flag `i`. */
  readonly leaverNames: RegExp;
  /** Named constants without a visible value: those that stand for zero, and those that do not. Compiled with flag `i`. */
  readonly zeroConstants: RegExp;
  readonly nonzeroConstants: RegExp;
  /** Preprocessor names whose value is at least this, unless the configuration says otherwise. */
  readonly assumptions: readonly { readonly name: string; readonly atLeast: number }[];
  /** Fields of the tracked type that hold its reference count (public struct of old libraries). */
  readonly countFields: readonly string[];
  /** Macros that are known without their definition: loops (`LIST_FOREACH`), ignorable words. */
  readonly macros: ReadonlyMap<string, MacroRole>;
  /** The release and retain function to name in fixes. */
  readonly release: string;
  readonly retain: string;
}
