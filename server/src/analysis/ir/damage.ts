import type { SyntaxTree } from '../cst/tree.ts';
import { tokenise } from '../index/tokens.ts';
import { OpaqueFunction, type Lowering } from './context.ts';
import type { Operand } from './instructions.ts';
import { addressOf, variablePlace } from './operands.ts';

const STRUCTURE: ReadonlySet<string> = new Set([
  'if', 'else', 'for', 'while', 'do', 'switch', 'case', 'default', 'return', 'goto', 'break', 'continue', '{', '}',
]);

/** Nodes of a subtree in preorder, `node` first. */
export function* subtree(tree: SyntaxTree, node: number): Generator<number> {
  const end = tree.end(node);
  for (let i = node; i < tree.size && (i === node || tree.start(i) < end); i++) yield i;
}

/** Emits that nothing is known any more about any variable that is mentioned under `node`. Linear in the subtree. */
export function escapeSubtree(lowering: Lowering, node: number, why: string): void {
  const { tree, index, file } = lowering;
  const seen = new Set<string>();
  const values: Operand[] = [];
  for (const inner of subtree(tree, node)) {
    const type = tree.type(inner);
    if (type !== 'identifier' && type !== 'type_identifier') continue;
    const name = tree.text(inner);
    if (seen.has(name)) continue;
    seen.add(name);
    const local = lowering.lookup(name);
    if (local !== undefined) values.push(addressOf(variablePlace(local)));
    else if (index.globalType(name, file.path) !== undefined) values.push(addressOf(variablePlace(lowering.global(name, lowering.range(inner)))));
  }
  if (values.length > 0) lowering.emit({ op: 'escape', values, why }, lowering.range(node));
}

/**
 * Runs `action` for an expression; when the expression is damaged, what it mentions escapes before and after, so that
 * nothing is said about a reading that may be wrong.
 */
export function careful(lowering: Lowering, node: number, action: () => void): void {
  const damaged = lowering.tree.hasError(node);
  if (damaged) escapeSubtree(lowering, node, 'damaged expression');
  action();
  if (damaged) escapeSubtree(lowering, node, 'damaged expression');
}

/**
 * A damaged piece between statements. Without control flow and without a call of the library in it, it only makes the
 * variables it mentions unknown; otherwise the function is given up.
 */
export function damagedStatement(lowering: Lowering, node: number): void {
  const tokens = tokenise(lowering.tree.text(node));
  for (const [i, token] of tokens.entries()) {
    const isStructure = STRUCTURE.has(token.text) && token.kind !== 'string';
    const isCall = token.kind === 'word' && tokens[i + 1]?.text === '(' && lowering.index.isLibraryName(token.text);
    if (isStructure || isCall) throw new OpaqueFunction('syntax that cannot be read');
  }
  escapeSubtree(lowering, node, 'damaged statement');
}
