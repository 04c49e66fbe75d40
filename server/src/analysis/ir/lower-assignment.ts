import { typeOfDescriptor } from './declarators.ts';
import type { Lowering } from './context.ts';
import type { Operand, Place, Range } from './instructions.ts';
import { lowerCall } from './lower-call.ts';
import { condition } from './lower-condition.ts';
import { effect, value } from './lower-expression.ts';
import { expandUse, forEachAlternative } from './macros.ts';
import { stripParentheses } from './misreadings.ts';
import { foldBinary, integer, isBinaryOperator, load, NULL, UNKNOWN, variablePlace } from './operands.ts';
import { placeOf } from './places.ts';

/**
 * Emits an expression so that its value ends up in `to`: a call writes there directly, `?:` writes on each side.
 * `range` is shown for a plain assignment.
 */
export function into(lowering: Lowering, node: number, to: Place, range: Range, initialiser: boolean, castType = ''): void {
  lowering.enter();
  writeInto(lowering, node, to, range, initialiser, castType);
  lowering.leave();
}

function writeInto(lowering: Lowering, node: number, to: Place, range: Range, initialiser: boolean, castType: string): void {
  const { tree, builder } = lowering;
  switch (tree.type(node)) {
    case 'parenthesized_expression': {
      const inner = tree.children(node)[0];
      if (inner === undefined || tree.type(inner) === 'compound_statement') break;
      into(lowering, inner, to, range, initialiser, castType);
      return;
    }
    case 'comma_expression':
      effect(lowering, tree.child(node, 'left'));
      into(lowering, tree.child(node, 'right'), to, range, initialiser, castType);
      return;
    case 'cast_expression': {
      const type = typeOfDescriptor(tree, tree.child(node, 'type'));
      into(lowering, tree.child(node, 'value'), to, range, initialiser, castType === '' ? type : castType);
      return;
    }
    case 'call_expression': {
      const direct = lowerCall(lowering, node, to, initialiser);
      if (direct !== null) assign(lowering, to, direct, range, initialiser, castType);
      return;
    }
    case 'conditional_expression': {
      const [yes, no, done] = [builder.block(), builder.block(), builder.block()];
      const consequence = tree.child(node, 'consequence');
      if (consequence >= 0) {
        condition(lowering, tree.child(node, 'condition'), yes, no);
        builder.start(yes);
        into(lowering, consequence, to, range, initialiser, castType);
      } else {
        // c ?: d
        const test = tree.child(node, 'condition');
        const kept = variablePlace(lowering.temporary(lowering.range(test)));
        into(lowering, test, kept, lowering.range(test), false);
        builder.branch(load(kept), lowering.range(test), yes, no);
        builder.start(yes);
        assign(lowering, to, load(kept), range, initialiser, castType);
      }
      builder.goto(done);
      builder.start(no);
      into(lowering, tree.child(node, 'alternative'), to, range, initialiser, castType);
      builder.enter(done);
      return;
    }
    case 'identifier': {
      const use = expandUse(lowering, node);
      if (use === null) break;
      forEachAlternative(lowering, node, use, (inner) => { into(lowering, inner, to, range, initialiser, castType); });
      return;
    }
    default: break;
  }
  assign(lowering, to, value(lowering, node), range, initialiser, castType);
}

/** Emits `to = from`; 0 for a pointer variable is NULL. */
export function assign(lowering: Lowering, to: Place, from: Operand, range: Range, initialiser: boolean, castType = ''): void {
  const stored = holdsPointer(lowering, to) && from.kind === 'integer' && from.value === 0 ? NULL : from;
  const bare = { op: 'assign', to, value: stored, initialiser } as const;
  lowering.emit(castType === '' ? bare : { ...bare, cast: castType }, range);
}

/** Is the place declared to hold a pointer? Known for variables and what they point to. */
function holdsPointer(lowering: Lowering, to: Place): boolean {
  let type = lowering.variable(to.base)?.type ?? '';
  for (const selector of to.path) {
    if (selector.kind === 'field') return false;
    type = type.replace(/(?:\*|\[\])$/, '').trim();
  }
  return type.endsWith('*') || (to.path.length === 0 && (lowering.variable(to.base)?.depth ?? 0) > 0);
}

/** `a = b`, `a += b`; gives what `a` holds afterwards when it is wanted. */
export function assignment(lowering: Lowering, node: number, wanted: boolean): Operand {
  const { tree } = lowering;
  const left = tree.child(node, 'left');
  const right = tree.child(node, 'right');
  const operator = tree.text(tree.child(node, 'operator'));
  const target = stripParentheses(lowering, left);
  if (tree.type(target) === 'call_expression' && expandUse(lowering, target) === null) {
    // DATA_PTR(o) = s: the macro is not in the project, so where the value goes is not known
    const stored = value(lowering, right);
    effect(lowering, target);
    lowering.emit({ op: 'escape', values: [stored], why: 'assigned through a macro' }, lowering.range(node));
    return stored;
  }
  const to = placeOf(lowering, left);
  const arithmetic = operator.slice(0, -1);
  if (operator !== '=' && isBinaryOperator(arithmetic)) {
    const operand = value(lowering, right);
    assign(lowering, to, foldBinary(arithmetic, load(to), operand), lowering.range(node), false);
  } else {
    into(lowering, right, to, lowering.range(node), false);
  }
  return wanted ? load(to) : UNKNOWN;
}

/** `a++`, `--a`; gives the value of the expression when it is wanted. */
export function update(lowering: Lowering, node: number, wanted: boolean): Operand {
  const { tree } = lowering;
  const argument = tree.child(node, 'argument');
  const operatorNode = tree.child(node, 'operator');
  const operator = tree.text(operatorNode) === '++' ? '+' : '-';
  const to = placeOf(lowering, argument);
  const isPostfix = tree.start(operatorNode) > tree.start(argument);
  let old: Operand = UNKNOWN;
  if (wanted && isPostfix) {
    const kept = variablePlace(lowering.temporary(lowering.range(node)));
    lowering.emit({ op: 'assign', to: kept, value: load(to), initialiser: false }, lowering.range(node));
    old = load(kept);
  }
  lowering.emit({ op: 'assign', to, value: { kind: 'binary', operator, left: load(to), right: integer(1) }, initialiser: false }, lowering.range(node));
  return isPostfix ? old : load(to);
}
