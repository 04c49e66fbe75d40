import type { ConditionalGroup } from '../cst/parser.ts';
import { OpaqueFunction, type Lowering } from './context.ts';
import { careful, damagedStatement, escapeSubtree } from './damage.ts';
import { readDeclarator } from './declarators.ts';
import type { Operand } from './instructions.ts';
import { condition, configure } from './lower-condition.ts';
import { lowerDeclaration, readAgain } from './lower-declaration.ts';
import { into } from './lower-assignment.ts';
import { effect, value } from './lower-expression.ts';
import { lowerLoop } from './lower-loop.ts';
import { lowerCase, lowerSwitch } from './lower-switch.ts';
import { expandStatementUse, forEachAlternative } from './macros.ts';
import { escapeTested, hiddenPointer, isWrittenOver } from './misreadings.ts';
import { load, NULL, UNKNOWN, variablePlace } from './operands.ts';

/** Lowers the statements of a list in order; those inside `#if` groups become branches on the condition. */
export function lowerStatements(lowering: Lowering, statements: readonly number[]): void {
  const { tree } = lowering;
  for (let i = 0; i < statements.length;) {
    const node = statements[i] as number;
    const group = groupAt(lowering, tree.start(node));
    if (group === undefined) {
      lowerStatement(lowering, node);
      i++;
      continue;
    }
    let end = i + 1;
    while (end < statements.length && tree.start(statements[end] as number) < group.end) end++;
    const members = statements.slice(i, end);
    lowering.enter();
    lowerGroup(lowering, group, members);
    lowering.leave();
    i = end;
  }
}

/** The outermost group not yet entered that the offset lies in. Groups are met in the order of the text, so this is amortised constant. */
function groupAt(lowering: Lowering, offset: number): ConditionalGroup | undefined {
  const { frame } = lowering;
  let group = frame.groups[frame.nextGroup];
  while (group !== undefined && group.end <= offset) group = frame.groups[++frame.nextGroup];
  if (group === undefined || group.start > offset) return undefined;
  frame.nextGroup++;
  return group;
}

function lowerGroup(lowering: Lowering, group: ConditionalGroup, members: readonly number[]): void {
  const { builder, tree } = lowering;
  const done = builder.block();
  let directive = group.start;
  for (const arm of group.arms) {
    const [yes, no] = [builder.block(), builder.block()];
    configure(lowering, arm.condition, lowering.span(directive, arm.start), yes, no);
    directive = arm.end;
    builder.start(yes);
    // the text under #if 0 may be anything, and its labels must not be found
    if (arm.condition.kind !== 'false') {
      lowering.guards.push(arm.condition);
      lowerStatements(lowering, members.filter((node) => tree.start(node) >= arm.start && tree.start(node) < arm.end));
      lowering.guards.pop();
    }
    builder.goto(done);
    builder.start(no);
  }
  builder.enter(done);
}

/** Lowers one statement or declaration. */
export function lowerStatement(lowering: Lowering, node: number): void {
  lowering.enter();
  statement(lowering, node);
  lowering.leave();
}

function statement(lowering: Lowering, node: number): void {
  const { tree, builder } = lowering;
  switch (tree.type(node)) {
    case 'compound_statement':
      lowering.openScope();
      lowerStatements(lowering, tree.children(node));
      closeBlock(lowering, node);
      return;
    case 'expression_statement': expressionStatement(lowering, node); return;
    case 'declaration': lowerDeclaration(lowering, node, lowerStatements); return;
    case 'macro_type_specifier': macroLikeType(lowering, node); return;
    case 'if_statement': lowerIf(lowering, node); return;
    case 'while_statement': case 'do_statement': case 'for_statement': lowerLoop(lowering, node, lowerStatement); return;
    case 'switch_statement': lowerSwitch(lowering, node, lowerStatement); return;
    case 'case_statement': lowerCase(lowering, node, lowerStatements); return;
    case 'return_statement': lowerReturn(lowering, node); return;
    case 'labeled_statement': {
      const label = lowering.label(tree.text(tree.child(node, 'label')));
      const block = builder.block();
      label.definitions.push({ block, guards: [...lowering.guards] });
      builder.enter(block);
      lowerStatements(lowering, tree.children(node).filter((child) => tree.field(child) !== 'label'));
      return;
    }
    case 'goto_statement': {
      const label = tree.child(node, 'label');
      if (label < 0) throw new OpaqueFunction('computed goto');
      builder.goto(lowering.label(tree.text(label)).entry);
      return;
    }
    case 'break_statement': case 'continue_statement': lowerJump(lowering, node); return;
    case 'attributed_statement':
      for (const child of tree.children(node)) if (tree.type(child) !== 'attribute_declaration') lowerStatement(lowering, child);
      return;
    case 'type_definition': case 'struct_specifier': case 'union_specifier': case 'enum_specifier': case 'type_identifier':
    case 'primitive_type': case 'preproc_call': case 'preproc_def': case 'preproc_function_def': case 'preproc_include':
    case 'attribute_declaration': case 'attribute_specifier': case ';':
      return;
    case 'function_definition': hiddenControl(lowering, node); return;
    case 'ERROR': lowering.statement = lowering.range(node); damagedStatement(lowering, node); return;
    default: throw new OpaqueFunction(`a ${tree.type(node).replaceAll('_', ' ')} in a body`);
  }
}

/** Closes the scope of a block; locals go at its closing brace. */
export function closeBlock(lowering: Lowering, node: number): void {
  const { tree } = lowering;
  const range = lowering.span(Math.max(tree.start(node), tree.end(node) - 1), tree.end(node));
  lowering.statement = range;
  lowering.closeScope(range);
}

function expressionStatement(lowering: Lowering, node: number): void {
  const { tree } = lowering;
  const inner = tree.children(node)[0];
  if (inner === undefined) return;
  if (lowering.frame.fixed === null) lowering.statement = lowering.range(node);
  if (tree.type(inner) === 'identifier' && (tree.text(inner) === 'else' || tree.text(inner) === 'case')) throw new OpaqueFunction('an `else` without its `if`');
  // `Py_RETURN_NONE;`
  if (tree.type(inner) === 'identifier' && lowering.index.roleOf(tree.text(inner)) === 'return' && expandStatementUse(lowering, inner) === null) {
    lowering.builder.end({ kind: 'return', value: UNKNOWN, range: lowering.range(inner), statement: lowering.statement });
    return;
  }
  const pointer = hiddenPointer(lowering, inner);
  if (pointer !== null) {
    const id = lowering.declare({ name: tree.text(pointer.name), kind: 'local', type: '', range: lowering.range(pointer.name) });
    into(lowering, pointer.value, variablePlace(id), lowering.range(inner), true);
    return;
  }
  if (expanded(lowering, inner)) return;
  careful(lowering, inner, () => { effect(lowering, inner); });
  // `THROW(x);`, `GOTO_END;`
  const called = tree.type(inner) === 'call_expression' ? tree.child(inner, 'function') : inner;
  const name = tree.type(called) === 'identifier' ? tree.text(called) : '';
  if (lowering.index.mayLeave(name)) lowering.emit({ op: 'perhaps-leave', name }, lowering.range(inner));
}

/** Lowers the statements that a macro stands for; false when it is none, or is not worth it. */
function expanded(lowering: Lowering, node: number): boolean {
  const use = expandStatementUse(lowering, node);
  if (use === null) return false;
  forEachAlternative(lowering, node, use, (body) => { lowerStatements(lowering, lowering.tree.children(body)); });
  return true;
}

/** `KEEP(int x);` reads as a type without a name. What is in the parentheses becomes unknown when it is no macro of the project. */
function macroLikeType(lowering: Lowering, node: number): void {
  const { tree } = lowering;
  if (lowering.frame.fixed === null) lowering.statement = lowering.range(node);
  if (expanded(lowering, node)) return;
  if (lowering.index.isLibraryName(tree.text(tree.child(node, 'name')))) throw new OpaqueFunction('a call that reads as a type');
  escapeSubtree(lowering, node, 'not understood');
}

/** Branches on an `if` and the `else if`s after it, in a loop: such chains are long. */
function lowerIf(lowering: Lowering, node: number): void {
  const { tree, builder } = lowering;
  const done = builder.block();
  for (let current = node; current >= 0;) {
    const test = tree.child(current, 'condition');
    const consequence = tree.child(current, 'consequence');
    if (test < 0 || consequence < 0) throw new OpaqueFunction('an `if` that cannot be read');
    const alternative = tree.child(current, 'alternative');
    const [yes, no] = [builder.block(), alternative < 0 ? done : builder.block()];
    lowering.statement = lowering.span(tree.start(current), tree.end(test));
    escapeTested(lowering, current, 'if');
    if (isWrittenOver(lowering, current, 'if') && tree.text(test) === '(1)') builder.branch(UNKNOWN, lowering.range(test), yes, no);
    else careful(lowering, test, () => { condition(lowering, test, yes, no); });
    builder.start(yes);
    lowerStatement(lowering, consequence);
    builder.goto(done);
    current = -1;
    if (alternative < 0) break;
    builder.start(no);
    const branch = tree.type(alternative) === 'else_clause' ? tree.children(alternative)[0] : alternative;
    if (branch !== undefined && tree.type(branch) === 'if_statement') current = branch;
    else if (branch !== undefined) lowerStatement(lowering, branch);
    if (current < 0) builder.goto(done);
  }
  builder.start(done);
}

function lowerReturn(lowering: Lowering, node: number): void {
  const { tree, builder } = lowering;
  const range = lowering.range(node);
  if (lowering.frame.fixed === null) lowering.statement = range;
  const inner = tree.children(node)[0];
  let result: Operand | null = null;
  if (inner !== undefined) {
    careful(lowering, inner, () => { result = value(lowering, inner); });
    const operand = result as Operand | null;
    if (lowering.returnsPointer && operand?.kind === 'integer' && operand.value === 0) result = NULL;
  }
  builder.end({ kind: 'return', value: result, range, statement: lowering.statement });
}

function lowerJump(lowering: Lowering, node: number): void {
  const { tree, builder, jumps } = lowering;
  const isBreak = tree.type(node) === 'break_statement';
  const target = jumps.findLast((candidate) => isBreak || candidate.continueTo >= 0);
  if (target === undefined) throw new OpaqueFunction('a `break` or `continue` outside of a loop');
  if (lowering.frame.fixed === null) lowering.statement = lowering.range(node);
  lowering.killDownTo(target.scopes, lowering.range(node));
  builder.goto(isBreak ? target.breakTo : target.continueTo);
}

const CONTROL: ReadonlySet<string> = new Set(['if', 'while', 'for', 'switch']);

/**
 * A function definition inside a body:
 *
 *     LOCKED
 *     if (x == NULL) { ... }      reads as: a function `if` of type LOCKED
 */
function hiddenControl(lowering: Lowering, node: number): void {
  const { tree } = lowering;
  const type = tree.child(node, 'type');
  const declarator = tree.child(node, 'declarator');
  const name = declarator < 0 ? -1 : readDeclarator(tree, declarator).name;
  if (type < 0 || name < 0 || tree.text(type) === 'else' || !CONTROL.has(tree.text(name))) throw new OpaqueFunction('a function inside a function');
  readAgain(lowering, node, tree.end(type), lowerStatements);
}

/** `({ ...; x; })`: the statements, and the value of the last expression when it is wanted. */
export function statementExpression(lowering: Lowering, node: number, wanted: boolean): Operand {
  const { tree } = lowering;
  const outer = lowering.statement;
  const statements = tree.children(node);
  const last = statements.at(-1);
  lowering.openScope();
  let result: Operand = UNKNOWN;
  const isValue = wanted && last !== undefined && tree.type(last) === 'expression_statement';
  lowerStatements(lowering, isValue ? statements.slice(0, -1) : statements);
  const inner = isValue ? tree.children(last)[0] : undefined;
  if (inner !== undefined) {
    // the locals die at the brace: the value has to be saved
    const place = variablePlace(lowering.temporary(lowering.range(inner)));
    into(lowering, inner, place, lowering.range(inner), false);
    result = load(place);
  }
  lowering.statement = outer;
  closeBlock(lowering, node);
  lowering.statement = outer;
  return result;
}
