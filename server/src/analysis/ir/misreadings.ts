import type { Lowering } from './context.ts';
import { readDeclarator } from './declarators.ts';
import { isTypeName } from './names.ts';
import { addressOf, variablePlace } from './operands.ts';

/** What tree-sitter-c reads wrongly without an error in the tree, because it cannot tell types from other names. */

/** The expression inside any number of parentheses. */
export function stripParentheses(lowering: Lowering, node: number): number {
  const { tree } = lowering;
  let inner = node;
  while (tree.type(inner) === 'parenthesized_expression') {
    const child = tree.children(inner)[0];
    if (child === undefined) break;
    inner = child;
  }
  return inner;
}

/** The lone identifier in `( name )`, or '' . */
function loneName(lowering: Lowering, node: number): string {
  const { tree } = lowering;
  if (tree.type(node) !== 'parenthesized_expression') return '';
  const children = tree.children(node);
  const [inner] = children;
  return inner !== undefined && children.length === 1 && tree.type(inner) === 'identifier' ? tree.text(inner) : '';
}

/** `(T)*x`, `(T)&x`, `(T)-x`: a cast that reads as a binary operation. */
export function castReadAsOther(lowering: Lowering, node: number): boolean {
  const { tree } = lowering;
  const operator = tree.text(tree.child(node, 'operator'));
  if (operator !== '*' && operator !== '&' && operator !== '-' && operator !== '+') return false;
  const name = loneName(lowering, tree.child(node, 'left'));
  return name !== '' && isTypeName(lowering, name, false);
}

/**
 * `(T)(x)`: a cast that reads as a call. Gives what is cast (more than one for a comma expression), null for a real call.
 * A name that nothing is known about is a type when the value is wanted; as a statement only `(f)(x)` makes sense.
 */
export function calledCast(lowering: Lowering, node: number, isWanted: boolean): readonly number[] | null {
  const { tree } = lowering;
  const name = loneName(lowering, tree.child(node, 'function'));
  if (name === '' || !isTypeName(lowering, name, isWanted)) return null;
  const values = tree.children(tree.child(node, 'arguments'));
  return values.length === 0 ? null : values;
}

/**
 * A declaration that really is a macro use without semicolon and then a statement:
 *
 *     LOG(x)
 *     my_free(s);      reads as: a function my_free with a parameter of type s, of type LOG(x)
 *
 * or an expression `a * b;`. Gives the offset in the tree where the `;` is missing, null for a real declaration.
 */
export function hiddenStatement(lowering: Lowering, node: number): number | null {
  const { tree } = lowering;
  const type = tree.child(node, 'type');
  const declarator = tree.child(node, 'declarator');
  if (type < 0 || declarator < 0) return null;
  const kind = tree.type(type);
  if (kind !== 'macro_type_specifier' && kind !== 'type_identifier') return null;
  const gap = tree.text(node).slice(tree.end(type) - tree.start(node), tree.start(declarator) - tree.start(node));
  if (!/\s/.test(gap)) return null;
  if (kind === 'type_identifier') {
    const name = tree.text(type);
    if (!gap.includes('\n') || lowering.index.isType(name) || !/^[A-Z_][A-Z0-9_]*$/.test(name)) return null;
  }
  const { name, functionNode } = readDeclarator(tree, declarator);
  if (name < 0) return null;
  const declared = tree.text(name);
  // T(X) *p; on one line is a declaration that hides an outer p
  if (functionNode < 0) return lowering.lookup(declared) === undefined || !gap.includes('\n') ? null : tree.end(type);
  const isKnown = lowering.index.isFunction(lowering.index.aliasOf(declared, lowering.file.path));
  const parameters = tree.children(tree.child(functionNode, 'parameters'));
  if (parameters.length === 0) return isKnown ? tree.end(type) : null;
  const areValues = parameters.every((parameter) => {
    if (tree.type(parameter) === 'identifier') return true;
    return tree.type(parameter) === 'parameter_declaration' && tree.child(parameter, 'declarator') < 0
      && lowering.lookup(tree.text(parameter)) !== undefined;
  });
  return areValues || isKnown ? tree.end(type) : null;
}

/** `a * b;` with a variable `a`: an expression without effect. */
export function isProduct(lowering: Lowering, node: number): boolean {
  const { tree } = lowering;
  const type = tree.child(node, 'type');
  const declarator = tree.child(node, 'declarator');
  return type >= 0 && declarator >= 0 && tree.type(type) === 'type_identifier' && tree.type(declarator) === 'pointer_declarator'
    && lowering.lookup(tree.text(type)) !== undefined;
}

/**
 * `T *(*f)(int) = g;` reads as a product with an assignment, `T (*f)(int) = g;` as a call of a call. Gives the name that
 * is declared and its initialiser, null for a real assignment.
 */
export function hiddenPointer(lowering: Lowering, node: number): { readonly name: number; readonly value: number } | null {
  const { tree } = lowering;
  let assigned = node;
  let type = -1;
  if (tree.type(node) === 'binary_expression') {
    type = tree.child(node, 'left');
    assigned = tree.child(node, 'right');
  }
  if (assigned < 0 || tree.type(assigned) !== 'assignment_expression') return null;
  const call = tree.child(assigned, 'left');
  if (tree.type(call) !== 'call_expression') return null;
  let named = tree.child(call, 'function');
  if (type < 0) {
    if (named < 0 || tree.type(named) !== 'call_expression') return null;
    type = tree.child(named, 'function');
    named = tree.children(tree.child(named, 'arguments'))[0] ?? -1;
  } else {
    named = named < 0 || tree.type(named) !== 'parenthesized_expression' ? -1 : tree.children(named)[0] ?? -1;
  }
  if (type < 0 || named < 0 || tree.type(type) !== 'identifier' || tree.type(named) !== 'pointer_expression') return null;
  const name = tree.child(named, 'argument');
  if (name < 0 || tree.type(name) !== 'identifier' || lowering.lookup(tree.text(type)) !== undefined) return null;
  return { name, value: tree.child(assigned, 'right') };
}

/**
 * A loop or test that the file does not have: the repairs of the text write `while(1)` over a macro such as
 * `EACH(x, list)` when there is no room for more. Its condition says nothing.
 */
export function isWrittenOver(lowering: Lowering, node: number, keyword: string): boolean {
  const { tree, frame, file } = lowering;
  return frame.fixed === null && !file.text.startsWith(keyword, frame.shift + tree.start(node));
}

/**
 * `#define unless(c) if (!(c))`, and where it stands the repairs wrote `if(__())`: which way it goes hangs on what it is given, and
 * nothing is known of that any more. Does nothing for a test or loop that the file does have.
 */
export function escapeTested(lowering: Lowering, node: number, keyword: string): void {
  const { tree, frame, file, index } = lowering;
  if (!isWrittenOver(lowering, node, keyword)) return;
  const [, name = '', given = ''] = MACRO_HEAD.exec(file.text.slice(frame.shift + tree.start(node), frame.shift + tree.start(node) + LONGEST_HEAD)) ?? [];
  if (!index.macrosFor(name, file.path).some(({ body }) => /^\s*(?:if|while)\b/.test(body))) return;
  const values = (given.match(/[A-Za-z_]\w*/g) ?? []).flatMap((word) => {
    const local = lowering.lookup(word);
    return local === undefined || (lowering.variable(local)?.depth ?? 0) === 0 ? [] : [addressOf(variablePlace(local))];
  });
  if (values.length > 0) lowering.emit({ op: 'escape', values, why: 'tested by a macro' }, lowering.range(node));
}

const MACRO_HEAD = /^(\w+)\s*\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/;
const LONGEST_HEAD = 400;
