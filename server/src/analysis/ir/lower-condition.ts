import type { Condition } from '../code/condition.ts';
import type { Lowering } from './context.ts';
import type { Operand, Range } from './instructions.ts';
import { effect, value } from './lower-expression.ts';
import { lowerCall } from './lower-call.ts';
import { question } from './lower-question.ts';
import { expandUse } from './macros.ts';
import { integer, load, variablePlace } from './operands.ts';

/** Emits an expression as control flow: on to block `yes` when it is true, else `no`. Short-circuit operators become branches. */
export function condition(lowering: Lowering, node: number, yes: number, no: number): void {
  lowering.enter();
  conditionOf(lowering, node, yes, no);
  lowering.leave();
}

function conditionOf(lowering: Lowering, node: number, yes: number, no: number): void {
  const { tree, builder } = lowering;
  switch (tree.type(node)) {
    case 'parenthesized_expression': {
      const inner = tree.children(node)[0];
      if (inner === undefined || tree.type(inner) === 'compound_statement') break;
      condition(lowering, inner, yes, no);
      return;
    }
    case 'unary_expression':
      if (tree.text(tree.child(node, 'operator')) !== '!') break;
      condition(lowering, tree.child(node, 'argument'), no, yes);
      return;
    case 'binary_expression': {
      const operator = tree.text(tree.child(node, 'operator'));
      if (operator !== '&&' && operator !== '||') break;
      const middle = builder.block();
      if (operator === '&&') condition(lowering, tree.child(node, 'left'), middle, no);
      else condition(lowering, tree.child(node, 'left'), yes, middle);
      builder.start(middle);
      condition(lowering, tree.child(node, 'right'), yes, no);
      return;
    }
    case 'comma_expression':
      effect(lowering, tree.child(node, 'left'));
      condition(lowering, tree.child(node, 'right'), yes, no);
      return;
    case 'conditional_expression': {
      const consequence = tree.child(node, 'consequence');
      if (consequence < 0) break;
      const [first, second] = [builder.block(), builder.block()];
      condition(lowering, tree.child(node, 'condition'), first, second);
      builder.start(first);
      condition(lowering, consequence, yes, no);
      builder.start(second);
      condition(lowering, tree.child(node, 'alternative'), yes, no);
      return;
    }
    case 'call_expression': case 'identifier': {
      const use = expandUse(lowering, node);
      const single = use?.alternatives.length === 1 ? use.alternatives[0] : undefined;
      if (single !== undefined) {
        single.run(lowering, (inner) => { condition(lowering, inner, yes, no); });
        return;
      }
      if (use !== null || tree.type(node) !== 'call_expression') break;
      const place = variablePlace(lowering.temporary(lowering.range(node)));
      const direct = lowerCall(lowering, node, place, false);
      builder.branch(direct ?? load(place), lowering.range(node), yes, no);
      return;
    }
    default: break;
  }
  builder.branch(value(lowering, node), lowering.range(node), yes, no);
}

/** `a && b` as a value: a temporary that is 1 or 0. */
export function truthValue(lowering: Lowering, node: number): Operand {
  const whole = question(lowering, node);
  if (whole !== null) return whole;
  const { builder } = lowering;
  const range = lowering.range(node);
  const place = variablePlace(lowering.temporary(range, 'int'));
  const [yes, no, done] = [builder.block(), builder.block(), builder.block()];
  condition(lowering, node, yes, no);
  builder.start(yes);
  lowering.emit({ op: 'assign', to: place, value: integer(1), initialiser: false }, range);
  builder.goto(done);
  builder.start(no);
  lowering.emit({ op: 'assign', to: place, value: integer(0), initialiser: false }, range);
  builder.enter(done);
  return load(place);
}

/** Emits a preprocessor condition as control flow over `configuration` operands. */
export function configure(lowering: Lowering, when: Condition, range: Range, yes: number, no: number): void {
  lowering.enter();
  configureOf(lowering, when, range, yes, no);
  lowering.leave();
}

function configureOf(lowering: Lowering, when: Condition, range: Range, yes: number, no: number): void {
  const { builder } = lowering;
  switch (when.kind) {
    case 'true': builder.goto(yes); return;
    case 'false': builder.goto(no); return;
    case 'defined': builder.branch({ kind: 'configuration', key: `defined(${when.name})` }, range, yes, no); return;
    case 'opaque': builder.branch({ kind: 'configuration', key: when.text }, range, yes, no); return;
    case 'compare': {
      const left: Operand = { kind: 'configuration', key: when.name };
      builder.branch({ kind: 'binary', operator: when.operator, left, right: integer(when.value) }, range, yes, no);
      return;
    }
    case 'not': configure(lowering, when.operand, range, no, yes); return;
    case 'and': case 'or': {
      for (const operand of when.operands) {
        const next = builder.block();
        if (when.kind === 'and') configure(lowering, operand, range, next, no);
        else configure(lowering, operand, range, yes, next);
        builder.start(next);
      }
      builder.goto(when.kind === 'and' ? yes : no);
      return;
    }
  }
}
