import { OpaqueFunction, type Lowering } from './context.ts';
import { escapeSubtree } from './damage.ts';
import type { Argument, Operand, Place } from './instructions.ts';
import { into } from './lower-assignment.ts';
import { effect, value } from './lower-expression.ts';
import { expandUse, forEachAlternative } from './macros.ts';
import { calledCast, stripParentheses } from './misreadings.ts';
import { placeOf } from './places.ts';
import { addressOf, UNKNOWN } from './operands.ts';

/** Compiler built-ins and customary macros around a condition that are worth their first argument. */
const TRANSPARENT: ReadonlySet<string> = new Set(['__builtin_expect', '__builtin_expect_with_probability', 'likely', 'unlikely', 'LIKELY', 'UNLIKELY']);
/** Operators that read as calls: their operand is not evaluated. */
const NOT_EVALUATED: ReadonlySet<string> = new Set(['typeof', '__typeof__', '__typeof', '__alignof__', '__builtin_types_compatible_p']);
/** What the repairs of the text write where a macro decides something: a value nothing is known about. */
const UNKNOWN_CALL = '__';
const ENDS_PATH: ReadonlySet<string> = new Set(['__builtin_unreachable', '__builtin_trap']);

/**
 * Lowers a call. Gives null when the result was written to `result` (or dropped, when `result` is null), else the
 * operand the call is worth: a macro, a cast that reads as a call, a built-in.
 */
export function lowerCall(lowering: Lowering, node: number, result: Place | null, initialiser: boolean): Operand | null {
  const { tree, builder } = lowering;
  const use = expandUse(lowering, node);
  if (use !== null) {
    const range = lowering.range(node);
    forEachAlternative(lowering, node, use, (root) => {
      if (result === null) effect(lowering, root);
      else into(lowering, root, result, range, initialiser);
    });
    return null;
  }
  const called = tree.child(node, 'function');
  const list = tree.child(node, 'arguments');
  const cast = calledCast(lowering, node, result !== null);
  if (cast !== null) {
    let last: Operand = UNKNOWN;
    for (const argument of cast) {
      if (result === null) effect(lowering, argument);
      else last = value(lowering, argument);
    }
    return result === null ? null : last;
  }
  const callee = calleeOf(lowering, called);
  if (typeof callee === 'string') {
    if (callee === UNKNOWN_CALL || NOT_EVALUATED.has(callee) || lowering.index.roleOf(callee) === 'ignore') return result === null ? null : UNKNOWN;
    const first = tree.children(list)[0];
    if (TRANSPARENT.has(callee) && first !== undefined) {
      if (result !== null) return value(lowering, first);
      effect(lowering, first);
      return null;
    }
  }
  const values = argumentsOf(lowering, list);
  lowering.emit({ op: 'call', callee, arguments: values, result, initialiser }, lowering.range(node));
  if (typeof callee === 'string' && (ENDS_PATH.has(callee) || lowering.index.roleOf(callee) === 'noreturn')) {
    builder.end({ kind: 'unreachable' });
  }
  if (typeof callee === 'string' && lowering.index.roleOf(callee) === 'return') builder.end({ kind: 'return', value: UNKNOWN, range: lowering.range(node), statement: lowering.statement });
  return null;
}

function argumentsOf(lowering: Lowering, list: number): Argument[] {
  const { tree } = lowering;
  const values: Argument[] = [];
  if (list < 0) return values;
  for (const argument of tree.children(list)) {
    switch (tree.type(argument)) {
      case 'ERROR': escapeSubtree(lowering, argument, 'damaged argument'); continue;
      case 'compound_statement': block(lowering, argument, values.flatMap(({ value: other }) => (other.kind === 'load' ? [addressOf(other.place)] : []))); continue;
      default: values.push({ value: value(lowering, argument), range: lowering.range(argument) });
    }
  }
  return values;
}

/** EACH(list, x, { free(x); }): the macro runs the block any number of times, and sets what it is given before that as it likes. */
function block(lowering: Lowering, node: number, given: readonly Operand[]): void {
  const { builder } = lowering;
  const [head, body, done] = [builder.block(), builder.block(), builder.block()];
  builder.enter(head);
  if (given.length > 0) lowering.emit({ op: 'escape', values: given, why: 'given to a macro with a block' }, lowering.range(node));
  builder.branch(UNKNOWN, lowering.range(node), body, done);
  builder.start(body);
  lowering.statementExpression(lowering, node, false);
  builder.goto(head);
  builder.start(done);
}

function calleeOf(lowering: Lowering, node: number): string | Place {
  const { tree, index, file } = lowering;
  if (node < 0) throw new OpaqueFunction('call without a callee');
  let inner = stripParentheses(lowering, node);
  // (*f)(x) and (&f)(x) are f(x)
  while (tree.type(inner) === 'pointer_expression') inner = stripParentheses(lowering, tree.child(inner, 'argument'));
  if (tree.type(inner) !== 'identifier') {
    const operand = value(lowering, inner);
    if (operand.kind === 'function') return operand.name;
    const place = operand.kind === 'load' || operand.kind === 'address' ? operand.place : placeOf(lowering, inner);
    // A library that is loaded at run time: a table has its functions under their own names.
    const member = place.path[place.path.length - 1];
    return member?.kind === 'field' && index.isTrackedName(member.name) ? member.name : place;
  }
  const name = tree.text(inner);
  const local = lowering.lookup(name);
  if (local !== undefined) return { base: local, path: [] };
  const alias = index.aliasOf(name, file.path);
  const aliased = lowering.lookup(alias);
  if (aliased !== undefined) return { base: aliased, path: [] };
  // #define release ops->release
  const body = expandUse(lowering, inner)?.alternatives[0];
  if (body !== undefined) {
    return body.run(lowering, (root) => calleeOf(lowering, root));
  }
  if (index.isFunction(alias)) return alias;
  return index.globalType(alias, file.path) === undefined ? alias : { base: lowering.global(alias, lowering.range(inner)), path: [] };
}
