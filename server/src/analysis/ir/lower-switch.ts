import type { Condition } from '../code/condition.ts';
import { OpaqueFunction, type Lowering, type SwitchContext } from './context.ts';
import { careful } from './damage.ts';
import type { Operand } from './instructions.ts';
import { configure } from './lower-condition.ts';
import { assign } from './lower-assignment.ts';
import { value } from './lower-expression.ts';
import { foldBinary, load, parseInteger, UNKNOWN, variablePlace } from './operands.ts';

/**
 * Lowers a switch to a chain of equality tests, in the order of the labels. The body is lowered first, from nowhere:
 * each label it holds, however deep, starts a block, and the chain is written when all of them are known.
 */
export function lowerSwitch(lowering: Lowering, node: number, statement: (lowering: Lowering, node: number) => void): void {
  const { tree, builder } = lowering;
  const test = tree.child(node, 'condition');
  const body = tree.child(node, 'body');
  if (test < 0 || body < 0) throw new OpaqueFunction('a switch that cannot be read');
  lowering.statement = lowering.span(tree.start(node), tree.end(test));
  const header = lowering.statement;
  let chosen: Operand = UNKNOWN;
  careful(lowering, test, () => { chosen = value(lowering, test); });
  if (chosen.kind === 'unknown' || chosen.kind === 'binary') {
    const place = variablePlace(lowering.temporary(lowering.range(test)));
    assign(lowering, place, chosen, lowering.range(test), false);
    chosen = load(place);
  }
  const dispatch = builder.detach();
  const done = builder.block();
  const context: SwitchContext = { cases: [], guards: lowering.guards.length };
  lowering.switches.push(context);
  lowering.jumps.push({ breakTo: done, continueTo: -1, scopes: lowering.scopes.length });
  statement(lowering, body);
  lowering.jumps.pop();
  lowering.switches.pop();
  builder.goto(done);
  builder.start(dispatch);
  lowering.statement = header;
  for (const label of context.cases) {
    if (label.low === null) continue;
    const next = builder.block();
    const target = behindGuards(lowering, label, next);
    if (label.high === null) {
      builder.branch(foldBinary('==', chosen, label.low), label.range, target, next);
    } else {
      const upper = builder.block();
      builder.branch(foldBinary('>=', chosen, label.low), label.range, upper, next);
      builder.start(upper);
      builder.branch(foldBinary('<=', chosen, label.high), label.range, target, next);
    }
    builder.start(next);
  }
  const rest = context.cases.filter((label) => label.low === null);
  for (const label of rest) {
    const next = builder.block();
    builder.goto(behindGuards(lowering, label, next));
    builder.start(next);
  }
  builder.goto(done);
  builder.start(done);
}

/** The block of a label; when the label stands in an `#if` arm, a block that goes there only under the arm's condition. */
function behindGuards(lowering: Lowering, label: SwitchContext['cases'][number], otherwise: number): number {
  if (label.guards.length === 0) return label.block;
  const { builder } = lowering;
  const from = builder.detach();
  const gate = builder.block();
  builder.start(gate);
  const all: Condition = { kind: 'and', operands: label.guards };
  configure(lowering, all, label.range, label.block, otherwise);
  builder.start(from);
  return gate;
}

/** Lowers `case x:` or `default:` with the statements under it: control falls in from above. */
export function lowerCase(lowering: Lowering, node: number, statements: (lowering: Lowering, nodes: readonly number[]) => void): void {
  const { tree, builder } = lowering;
  const context = lowering.switches.at(-1);
  if (context === undefined) throw new OpaqueFunction('a `case` outside of a switch');
  const test = tree.child(node, 'value');
  const block = builder.block();
  const guards = lowering.guards.slice(context.guards);
  let children = tree.children(node).filter((child) => child !== test);
  let high: Operand | null = null;
  const [first] = children;
  if (first !== undefined && tree.type(first) === 'ERROR') {
    // case 1 ... 5: reads as damage after the 1
    const end = /^\s*\.\.\.\s*(\w+)\s*$/.exec(tree.text(first))?.[1];
    if (end === undefined) throw new OpaqueFunction('a `case` that cannot be read');
    const number = parseInteger(end) ?? lowering.index.integerOf(end, lowering.file.path);
    high = number === undefined ? UNKNOWN : { kind: 'integer', value: number };
    children = children.slice(1);
  }
  let low: Operand | null = null;
  const range = test < 0 ? lowering.span(tree.start(node), tree.start(node) + 'default'.length) : lowering.span(tree.start(node), tree.end(test));
  if (test >= 0) {
    const from = builder.detach();
    low = value(lowering, test);
    builder.start(from);
  }
  context.cases.push({ low, high, block, guards, range });
  builder.enter(block);
  statements(lowering, children);
}
