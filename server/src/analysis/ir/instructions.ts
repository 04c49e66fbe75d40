import type { SourceFile } from '../code/item.ts';
import type { Condition } from '../code/condition.ts';

/** Half-open range of UTF-16 offsets in one file. */
export interface Range { readonly start: number; readonly end: number }

/** Index into `FunctionIr.variables`. */
export type VariableId = number;

export interface Variable {
  readonly name: string;
  /** `global` is any name that is not declared in the function; `static` a static local; `temporary` holds a call result inside an expression. */
  readonly kind: 'parameter' | 'local' | 'static' | 'global' | 'temporary';
  /** Declared type without the name, white space normalised (`const SSL_SESSION *`), '' when unknown. */
  readonly type: string;
  /** How far the type is from the tracked object: 0 not related, 1 `SSL_SESSION *`, 2 `SSL_SESSION **`; -1 unknown type. */
  readonly depth: number;
  readonly range: Range;
  /** Something else may see to what a local holds: when it goes out of scope (`__attribute__((cleanup(f)))`), or under another name (a union). */
  readonly cleanedUp?: boolean;
}

/** `c->sess` is variable c, [deref, field sess]; `a.b` is a, [field b]; `*p` is p, [deref]; `a[i]` is a, [index i]. */
export type Selector =
  | { readonly kind: 'deref' }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'index'; readonly at: Operand };

export interface Place { readonly base: VariableId; readonly path: readonly Selector[] }

/** `&&` and `||` join conditions without side effects that are worth one question; others are control flow. */
export type BinaryOperator = '&&' | '||' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '<<' | '>>';
export type UnaryOperator = '!' | '-' | '~';

/** A value without side effects; everything that has one was sequenced into an instruction before. */
export type Operand =
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'null' }
  /** An enumerator or macro whose value is not known here; two different names are taken as two different values. */
  | { readonly kind: 'constant'; readonly name: string }
  | { readonly kind: 'string' }
  | { readonly kind: 'load'; readonly place: Place }
  | { readonly kind: 'address'; readonly place: Place }
  | { readonly kind: 'function'; readonly name: string }
  /** Preprocessor atom: truth of `defined(NAME)` under key `defined(NAME)`, value of NAME under key `NAME`, opaque text under its text. */
  | { readonly kind: 'configuration'; readonly key: string }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Operand }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Operand; readonly right: Operand }
  /** A value nothing is known about, different at each evaluation. */
  | { readonly kind: 'unknown' };

export interface Argument { readonly value: Operand; readonly range: Range }

interface Located {
  /** What to show: the smallest expression or statement that does it; for code out of a macro, the use of the macro. */
  readonly range: Range;
  /** The whole statement around it (for fixes and suppressions), semicolon included. */
  readonly statement: Range;
  /** Name of the outermost macro this came out of, when it did. */
  readonly macro?: string;
}

export type Instruction = Located & (
  | { readonly op: 'assign'; readonly to: Place; readonly value: Operand; readonly initialiser: boolean;
      /** Source type of an explicit cast of the value, e.g. `void *`. */ readonly cast?: string }
  /** `result` is null when the value is dropped. `callee` is a name, or a place that holds a function pointer. */
  | { readonly op: 'call'; readonly callee: string | Place; readonly arguments: readonly Argument[]; readonly result: Place | null; readonly initialiser: boolean }
  /** A local without initialiser comes into scope, uninitialised. */
  | { readonly op: 'declare'; readonly variable: VariableId }
  /** memset to 0, `= {0}`: every cell under the place is zero. */
  | { readonly op: 'zero'; readonly place: Place }
  /** Locals go out of scope. */
  | { readonly op: 'kill'; readonly variables: readonly VariableId[] }
  /** Code that could not be understood touches these values: nothing is known about them afterwards. */
  | { readonly op: 'escape'; readonly values: readonly Operand[]; readonly why: string }
  /** `THROW(x);`, `GOTO_END;`: a macro of which only the name is known. It may leave the function, or not. */
  | { readonly op: 'perhaps-leave'; readonly name: string }
);

export type Terminator =
  | { readonly kind: 'goto'; readonly to: number }
  /** `negated`: the text at `range` reads the other way round (`s == NULL` is a branch on `s` with the sides swapped). */
  | { readonly kind: 'branch'; readonly condition: Operand; readonly range: Range; readonly negated: boolean; readonly yes: number; readonly no: number }
  | { readonly kind: 'return'; readonly value: Operand | null; readonly range: Range; readonly statement: Range }
  /** The end of a function without return statement: range is the closing brace. */
  | { readonly kind: 'end'; readonly range: Range }
  | { readonly kind: 'unreachable' };

export interface Block { readonly instructions: Instruction[]; end: Terminator }

/** One function of one variant, lowered. Block 0 is the entry. */
export interface FunctionIr {
  readonly name: string;
  readonly file: SourceFile;
  readonly isStatic: boolean;
  readonly parameters: readonly VariableId[];
  readonly isVariadic: boolean;
  readonly returnType: string;
  /** As `Variable.depth`, for the result. */
  readonly returnDepth: number;
  readonly variables: readonly Variable[];
  readonly blocks: readonly Block[];
  /** Whole definition, name, and body braces. */
  readonly range: Range;
  readonly nameRange: Range;
  readonly bodyRange: Range;
  /** What the item and the variant presuppose. */
  readonly presence: Condition;
}
