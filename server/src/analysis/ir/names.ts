import type { Lowering } from './context.ts';
import type { Operand, VariableId } from './instructions.ts';
import { addressOf, indexAt, integer, load, STRING, UNKNOWN, variablePlace } from './operands.ts';

const CAPITALS = /^[A-Z_][A-Z0-9_]*$/;
const PREDEFINED_STRINGS: ReadonlySet<string> = new Set(['__func__', '__FUNCTION__', '__PRETTY_FUNCTION__', '__FILE__', '__DATE__', '__TIME__']);

/** The value of a variable; an array decays to the address of its first element. */
export function variableValue(lowering: Lowering, id: VariableId): Operand {
  const place = variablePlace(id);
  return isArray(lowering, id) ? addressOf({ base: id, path: [indexAt(integer(0))] }) : load(place);
}

export function isArray(lowering: Lowering, id: VariableId): boolean {
  return lowering.variable(id)?.type.endsWith(']') === true;
}

/** Declared as a pointer (and so `p[0]` is `*p`). */
export function isPointer(lowering: Lowering, id: VariableId): boolean {
  return lowering.variable(id)?.type.endsWith('*') === true;
}

/**
 * What an identifier stands for that is no local and no macro to expand: a constant, a function, or a global.
 * `name` has its object-like aliases already followed.
 */
export function globalValue(lowering: Lowering, name: string, node: number): Operand {
  const { index, file } = lowering;
  if (PREDEFINED_STRINGS.has(name)) return STRING;
  if (name === '__LINE__' || name === '__COUNTER__') return UNKNOWN;
  const value = index.integerOf(name, file.path);
  if (value !== undefined) return integer(value);
  // a family of the model may match LIB_CB_LOOP as well as a function: capitals are a function only when declared
  const isDeclared = index.functions.has(name) || index.prototypes.has(name);
  if (isDeclared) return { kind: 'function', name };
  if (!lowering.externals.has(name) && index.globalType(name, file.path) === undefined) {
    if (CAPITALS.test(name) || index.isEnumerator(name)) return { kind: 'constant', name };
    if (index.isFunction(name)) return { kind: 'function', name };
  }
  return variableValue(lowering, lowering.global(name, lowering.range(node)));
}

/**
 * Is the `T` of `(T)(x)` or `(T)*x` a type? tree-sitter-c cannot know and reads a call or a multiplication.
 * True for a known type; otherwise only for a name that is neither variable, constant nor function here.
 */
export function isTypeName(lowering: Lowering, name: string, beforeCall: boolean): boolean {
  if (lowering.lookup(name) !== undefined) return false;
  const { index, file } = lowering;
  const alias = index.aliasOf(name, file.path);
  if (index.isType(name) || index.isType(alias)) return true;
  if (index.isFunction(alias) || index.globalType(name, file.path) !== undefined) return false;
  if (index.integerOf(name, file.path) !== undefined || index.macrosFor(name, file.path).length > 0) return false;
  if (/_t$/.test(name)) return true;
  return beforeCall;
}
