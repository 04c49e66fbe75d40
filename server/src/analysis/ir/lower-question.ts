import type { Lowering } from './context.ts';
import type { Operand } from './instructions.ts';
import { value } from './lower-expression.ts';
import { expandUse } from './macros.ts';
import { foldUnary } from './operands.ts';

/**
 * A condition of `&&`, `||` and `!` over plain numbers as one operand, null when it has side effects, calls something
 * or looks at a tracked pointer. `if (IS_NEW(c)) ... if (IS_NEW(c))` is then one question asked twice, however many
 * comparisons the macro joins; as control flow the second could be answered differently. Emits nothing.
 */
export function question(lowering: Lowering, node: number): Operand | null {
  lowering.enter();
  const operand = ask(lowering, node);
  lowering.leave();
  return operand;
}

function ask(lowering: Lowering, node: number): Operand | null {
  const { tree } = lowering;
  switch (tree.type(node)) {
    case 'parenthesized_expression': {
      const inner = tree.children(node)[0];
      return inner === undefined ? null : question(lowering, inner);
    }
    case 'unary_expression': {
      if (tree.text(tree.child(node, 'operator')) !== '!') return plain(lowering, node);
      const operand = question(lowering, tree.child(node, 'argument'));
      return operand === null ? null : foldUnary('!', operand);
    }
    case 'binary_expression': {
      const operator = tree.text(tree.child(node, 'operator'));
      if (operator !== '&&' && operator !== '||') return plain(lowering, node);
      const left = question(lowering, tree.child(node, 'left'));
      const right = left === null ? null : question(lowering, tree.child(node, 'right'));
      return left === null || right === null ? null : { kind: 'binary', operator, left, right };
    }
    case 'call_expression': case 'identifier': {
      const use = expandUse(lowering, node);
      if (use === null) return tree.type(node) === 'identifier' ? plain(lowering, node) : null;
      if (use.alternatives.length > 1) return null;
      return use.alternatives[0].run(lowering, (inner) => question(lowering, inner));
    }
    default: return plain(lowering, node);
  }
}

const PLAIN = new Set(['identifier', 'field_identifier', 'field_expression', 'number_literal', 'char_literal', 'parenthesized_expression', 'binary_expression', 'unary_expression', 'pointer_expression']);

function plain(lowering: Lowering, node: number): Operand | null {
  const { tree } = lowering;
  const work = [node];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    if (!PLAIN.has(tree.type(at)) || tree.hasError(at)) return null;
    if (tree.type(at) === 'identifier' && expandUse(lowering, at) !== null) return null;
    if (tree.type(at) === 'binary_expression') {
      const operator = tree.text(tree.child(at, 'operator'));
      if (operator === '&&' || operator === '||') return null;
    }
    work.push(...tree.children(at));
  }
  const operand = value(lowering, node);
  return mentionsTracked(lowering, operand) ? null : operand;
}

function mentionsTracked(lowering: Lowering, operand: Operand): boolean {
  switch (operand.kind) {
    case 'load': case 'address': {
      const last = operand.place.path[operand.place.path.length - 1];
      if (last?.kind === 'field') return lowering.index.fieldDepth(last.name) > 0;
      return (lowering.builder.variables[operand.place.base]?.depth ?? 0) > 0;
    }
    case 'unary': return mentionsTracked(lowering, operand.operand);
    case 'binary': return mentionsTracked(lowering, operand.left) || mentionsTracked(lowering, operand.right);
    case 'unknown': return true;
    default: return false;
  }
}
