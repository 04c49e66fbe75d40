import { contradicts, type Condition } from '../code/condition.ts';
import type { MacroDefinition } from '../code/item.ts';
import type { SyntaxTree } from '../cst/tree.ts';
import type { Frame, Lowering } from './context.ts';
import { bodyTokens, isBalanced, splitArguments, substitute } from './expand-text.ts';
import { configure } from './lower-condition.ts';
import { shouldExpand } from './macro-choice.ts';

const MAXIMUM_DEPTH = 8;
const MAXIMUM_TEXT = 20_000;

/** One definition of a macro, ready to be lowered at a place where it is used. */
export interface Alternative {
  readonly presence: Condition;
  /**
   * Lowers the replacement: `action` gets the root of it in the tree of the expansion (an expression, or the compound
   * statement around statements).
   */
  run<T>(lowering: Lowering, action: (root: number) => T): T;
}

/** A use of a project macro that is to be expanded; several alternatives when `#if` chooses among its definitions. */
export interface MacroUse { readonly alternatives: readonly [Alternative, ...Alternative[]] }

/** The expansion of an identifier or call in an expression, or null when it is to be taken as it stands. */
export function expandUse(lowering: Lowering, node: number): MacroUse | null {
  return expand(lowering, node, 'expression');
}

/** The expansion of an identifier or call that stands as a whole statement. */
export function expandStatementUse(lowering: Lowering, node: number): MacroUse | null {
  return expand(lowering, node, 'statements');
}

function expand(lowering: Lowering, node: number, form: 'expression' | 'statements'): MacroUse | null {
  const { tree, frame } = lowering;
  const type = tree.type(node);
  if (type !== 'call_expression' && type !== 'identifier' && type !== 'macro_type_specifier') return null;
  // asked up to three times for a call: as a statement, as a condition, as a value
  const key = form === 'expression' ? 2 * node : 2 * node + 1;
  let use = frame.uses.get(key);
  if (use === undefined) {
    use = findUse(lowering, node, form);
    frame.uses.set(key, use);
  }
  return use;
}

function findUse(lowering: Lowering, node: number, form: 'expression' | 'statements'): MacroUse | null {
  const { tree, index, file } = lowering;
  const isCall = tree.type(node) !== 'identifier';
  // KEEP(int x); reads as a type
  const isTypeLike = tree.type(node) === 'macro_type_specifier';
  const nameNode = isTypeLike ? tree.child(node, 'name') : isCall ? tree.child(node, 'function') : node;
  if (nameNode < 0 || tree.type(nameNode) !== 'identifier') return null;
  const spelled = tree.text(nameNode);
  if (lowering.lookup(spelled) !== undefined) return null;
  const name = index.aliasOf(spelled, file.path);
  const definitions = index.macrosFor(name, file.path);
  if (definitions.length === 0 || lowering.expanding.includes(name) || lowering.expanding.length >= MAXIMUM_DEPTH) return null;
  const list = isTypeLike ? tree.text(node).slice(tree.end(nameNode) - tree.start(node)).trim() : isCall ? tree.text(tree.child(node, 'arguments')) : '';
  const given = splitArguments(inside(list));
  const possible = definitions.filter((macro) => (macro.parameters !== null) === isCall && !contradicts(macro.item.presence, lowering.presence));
  const chosen = possible.filter((macro) => shouldExpand(lowering, macro, given));
  // logging that is empty in another configuration is a call like any logging
  if (chosen.length < possible.length && chosen.every((macro) => macro.body === '')) return null;
  const alternatives: Alternative[] = [];
  for (const macro of differing(chosen)) {
    const alternative = prepare(lowering, node, macro, given, form);
    if (alternative !== null) alternatives.push(alternative);
  }
  const [first, ...others] = alternatives;
  return first === undefined ? null : { alternatives: [first, ...others] };
}

/** Definitions with different bodies, at most three: `#if` with more arms around one macro is not worth the paths. */
function differing(definitions: readonly MacroDefinition[]): readonly MacroDefinition[] {
  const seen = new Set<string>();
  const kept: MacroDefinition[] = [];
  for (const macro of definitions) {
    if (seen.has(macro.body) || kept.length === 3) continue;
    seen.add(macro.body);
    kept.push(macro);
  }
  return kept;
}

function inside(text: string): string {
  return text.startsWith('(') ? text.slice(1, text.endsWith(')') ? -1 : undefined) : text;
}

function prepare(lowering: Lowering, node: number, macro: MacroDefinition, given: readonly string[], form: 'expression' | 'statements'): Alternative | null {
  if (!isBalanced(bodyTokens(macro))) return null;
  const text = substitute(macro, given);
  if (text === null || text.length > MAXIMUM_TEXT || text.length > lowering.expansionBudget) return null;
  if (form === 'expression' && text.trim() === '') return null;
  lowering.expansionBudget -= text.length + 20;
  const parsed = parse(lowering, text, form);
  if (parsed === null) return null;
  const outer = lowering.frame;
  const frame: Frame = {
    tree: parsed.tree,
    shift: 0,
    fixed: outer.fixed ?? lowering.range(node),
    macro: outer.macro === '' ? macro.name : outer.macro,
    groups: [],
    nextGroup: 0,
    uses: new Map(),
  };
  return {
    presence: macro.item.presence,
    run: (state, action) => {
      state.expanding.push(macro.name);
      state.enter();
      const result = state.within(frame, () => action(parsed.root));
      state.leave();
      state.expanding.pop();
      return result;
    },
  };
}

/** Parses a replacement as statements of a body, or as one expression; null when it is not C on its own. */
function parse(lowering: Lowering, text: string, form: 'expression' | 'statements'): { tree: SyntaxTree; root: number } | null {
  const key = `${form}:${text}`;
  const cached = lowering.expansions.get(key);
  if (cached !== undefined) return cached;
  const tree = lowering.parser.parseSnippet(form === 'expression' ? `void f(void){(${text}\n);}` : `void f(void){${text}\n;}`);
  const root = rootOf(tree, form);
  const result = root < 0 ? null : { tree, root };
  lowering.expansions.set(key, result);
  return result;
}

function rootOf(tree: SyntaxTree, form: 'expression' | 'statements'): number {
  if (tree.size === 0 || tree.hasError(0)) return -1;
  const definition = tree.children(0)[0] ?? -1;
  const body = definition < 0 || tree.type(definition) !== 'function_definition' ? -1 : tree.child(definition, 'body');
  if (body < 0 || form === 'statements') return body;
  const statements = tree.children(body);
  const [statement] = statements;
  if (statement === undefined || statements.length !== 1 || tree.type(statement) !== 'expression_statement') return -1;
  return tree.children(statement)[0] ?? -1;
}

/** Lowers each alternative of a use on the side of a preprocessor branch that chooses it; the last one is the rest. */
export function forEachAlternative(lowering: Lowering, node: number, use: MacroUse, action: (root: number) => void): void {
  const { builder } = lowering;
  const done = builder.block();
  use.alternatives.forEach((alternative, i) => {
    if (i < use.alternatives.length - 1) {
      const [yes, no] = [builder.block(), builder.block()];
      configure(lowering, alternative.presence, lowering.range(node), yes, no);
      builder.start(yes);
      alternative.run(lowering, action);
      builder.goto(done);
      builder.start(no);
    } else {
      alternative.run(lowering, action);
      builder.goto(done);
    }
  });
  builder.start(done);
}
