import { OpaqueFunction, type Lowering } from './context.ts';
import { careful } from './damage.ts';
import { condition } from './lower-condition.ts';
import { lowerDeclaration } from './lower-declaration.ts';
import { effect } from './lower-expression.ts';
import { escapeTested, isWrittenOver } from './misreadings.ts';
import { UNKNOWN } from './operands.ts';

type Statement = (lowering: Lowering, node: number) => void;

/** Lowers while, do and for. The statement of what the head does is the head alone. */
export function lowerLoop(lowering: Lowering, node: number, statement: Statement): void {
  const { tree } = lowering;
  const body = tree.child(node, 'body');
  if (body < 0) throw new OpaqueFunction('a loop without a body');
  switch (tree.type(node)) {
    case 'while_statement': lowerWhile(lowering, node, body, statement); break;
    case 'do_statement': lowerDo(lowering, node, body, statement); break;
    default: lowerFor(lowering, node, body, statement);
  }
}

function lowerWhile(lowering: Lowering, node: number, body: number, statement: Statement): void {
  const { tree, builder } = lowering;
  const test = tree.child(node, 'condition');
  const [head, inside, done] = [builder.block(), builder.block(), builder.block()];
  builder.enter(head);
  const header = lowering.span(tree.start(node), test < 0 ? tree.start(body) : tree.end(test));
  lowering.statement = header;
  escapeTested(lowering, node, 'while');
  if (test < 0) builder.goto(inside);
  else if (isWrittenOver(lowering, node, 'while') && tree.text(test) === '(1)') builder.branch(UNKNOWN, header, inside, done);
  else careful(lowering, test, () => { condition(lowering, test, inside, done); });
  builder.start(inside);
  lowering.jumps.push({ breakTo: done, continueTo: head, scopes: lowering.scopes.length });
  statement(lowering, body);
  lowering.jumps.pop();
  builder.goto(head);
  builder.start(done);
}

function lowerDo(lowering: Lowering, node: number, body: number, statement: Statement): void {
  const { tree, builder } = lowering;
  const test = tree.child(node, 'condition');
  const [inside, tail, done] = [builder.block(), builder.block(), builder.block()];
  builder.enter(inside);
  lowering.jumps.push({ breakTo: done, continueTo: tail, scopes: lowering.scopes.length });
  statement(lowering, body);
  lowering.jumps.pop();
  builder.enter(tail);
  if (lowering.frame.fixed === null) lowering.statement = lowering.span(tree.end(body), tree.end(node));
  if (test < 0) builder.goto(done);
  else careful(lowering, test, () => { condition(lowering, test, inside, done); });
  builder.start(done);
}

function lowerFor(lowering: Lowering, node: number, body: number, statement: Statement): void {
  const { tree, builder } = lowering;
  const close = tree.allChildren(node).findLast((child) => tree.type(child) === ')');
  const header = lowering.span(tree.start(node), close === undefined ? tree.start(body) : tree.end(close));
  const initial = tree.child(node, 'initializer');
  const test = tree.child(node, 'condition');
  const update = tree.child(node, 'update');
  lowering.openScope();
  lowering.statement = header;
  if (initial >= 0) {
    if (tree.type(initial) === 'declaration') lowerDeclaration(lowering, initial, () => { throw new OpaqueFunction('a loop head that cannot be read'); });
    else careful(lowering, initial, () => { effect(lowering, initial); });
  }
  const [head, inside, step, done] = [builder.block(), builder.block(), builder.block(), builder.block()];
  builder.enter(head);
  lowering.statement = header;
  if (test < 0) builder.goto(inside);
  else careful(lowering, test, () => { condition(lowering, test, inside, done); });
  builder.start(inside);
  lowering.jumps.push({ breakTo: done, continueTo: step, scopes: lowering.scopes.length });
  statement(lowering, body);
  lowering.jumps.pop();
  builder.enter(step);
  lowering.statement = header;
  if (update >= 0) careful(lowering, update, () => { effect(lowering, update); });
  builder.goto(head);
  builder.start(done);
  lowering.closeScope(lowering.span(Math.max(tree.start(node), tree.end(node) - 1), tree.end(node)));
}
