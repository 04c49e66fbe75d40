import type { Item } from '../code/item.ts';
import type { ParsedItem } from '../cst/parser.ts';
import type { SyntaxTree } from '../cst/tree.ts';
import type { ProjectIndex } from '../index/index.ts';
import { Lowering, OpaqueFunction, type Frame, type SnippetParser } from './context.ts';
import { contract } from './contract.ts';
import { baseType, readDeclarator, typeOf } from './declarators.ts';
import type { FunctionIr, Range, VariableId } from './instructions.ts';
import { configure } from './lower-condition.ts';
import { lowerStatements, statementExpression } from './lower-statement.ts';

/** The function of an item in each of its variants; `opaque` says why when none of them could be lowered. */
export interface LoweredItem {
  readonly functions: readonly FunctionIr[];
  readonly opaque: string | null;
}

/**
 * Lowers a parsed function item to control flow over simple instructions, one function a variant.
 * A variant that cannot be trusted is left out. Never throws for any input; linear in the size of the trees and of the
 * macros expanded, the latter bounded.
 */
export function lower(item: Item, parsed: Pick<ParsedItem, 'variants' | 'opaque'>, index: ProjectIndex, parser: SnippetParser): LoweredItem {
  const functions: FunctionIr[] = [];
  let opaque = parsed.opaque;
  if (opaque !== null) return { functions, opaque };
  for (const variant of parsed.variants) {
    try {
      functions.push(lowerVariant(item, variant, index, parser));
    } catch (error) {
      if (!(error instanceof OpaqueFunction) && !(error instanceof RangeError)) throw error;
      opaque ??= error instanceof OpaqueFunction ? error.message : 'nested too deeply';
    }
  }
  if (functions.length === 0) return { functions, opaque: opaque ?? 'no function found' };
  return { functions, opaque: null };
}

function lowerVariant(item: Item, variant: ParsedItem['variants'][number], index: ProjectIndex, parser: SnippetParser): FunctionIr {
  const { tree } = variant;
  const frame: Frame = { tree, shift: 0, fixed: null, macro: '', groups: variant.groups, nextGroup: 0, uses: new Map() };
  const lowering = new Lowering(index, item.file, parser, statementExpression, frame, variant.presence);
  const head = headOf(tree, item);
  const { builder } = lowering;
  const parameters = head.definition < 0 ? [] : declareParameters(lowering, head);
  const returnType = head.definition < 0 ? '' : typeOf(baseType(tree, head.definition), head.returnSteps);
  const returnDepth = returnType === '' ? -1 : index.depthOfType(returnType);
  lowering.returnsPointer = returnDepth > 0 || returnType.endsWith('*');
  lowering.openScope();
  lowerStatements(lowering, tree.children(head.body));
  const brace: Range = { start: Math.max(tree.start(head.body), tree.end(head.body) - 1), end: tree.end(head.body) };
  builder.end({ kind: 'end', range: brace });
  connectLabels(lowering);
  const blocks = contract(builder.blocks);
  return {
    name: head.name >= 0 ? tree.text(head.name) : item.name,
    file: item.file,
    isStatic: head.isStatic,
    parameters,
    isVariadic: head.isVariadic,
    returnType,
    returnDepth,
    variables: builder.variables,
    blocks,
    range: { start: item.start, end: item.end },
    nameRange: head.name >= 0 ? rangeOf(tree, head.name) : { start: item.start, end: item.start },
    bodyRange: rangeOf(tree, head.body),
    presence: variant.presence,
  };
}

/** Points each label at its statement; a label that stands in several `#if` arms is chosen by their conditions. */
function connectLabels(lowering: Lowering): void {
  const { builder } = lowering;
  for (const label of lowering.labels.values()) {
    builder.start(label.entry);
    const last = label.definitions.length - 1;
    label.definitions.forEach(({ block, guards }, i) => {
      if (i === last || guards.length === 0) {
        builder.goto(block);
        return;
      }
      const next = builder.block();
      configure(lowering, { kind: 'and', operands: guards }, lowering.statement, block, next);
      builder.start(next);
    });
    if (last < 0) builder.end({ kind: 'unreachable' });
  }
}

interface Head {
  /** The function_definition, -1 when only a body was found. */
  readonly definition: number;
  readonly body: number;
  readonly name: number;
  readonly functionNode: number;
  readonly returnSteps: readonly ('*' | '[]' | '()')[];
  readonly isStatic: boolean;
  readonly isVariadic: boolean;
}

/** Finds the function the item is about. A macro head (`TEST(a) { ... }`) leaves a body without parameters. */
function headOf(tree: SyntaxTree, item: Item): Head {
  const top = tree.size === 0 ? [] : tree.children(0);
  const definitions = top.filter((node) => tree.type(node) === 'function_definition' && tree.child(node, 'body') >= 0);
  const definition = definitions.find((node) => tree.start(tree.child(node, 'body')) === item.body) ?? definitions[0] ?? -1;
  if (definition < 0) {
    const body = top.find((node) => tree.type(node) === 'compound_statement') ?? -1;
    if (body < 0) throw new OpaqueFunction('no function body found');
    return { definition: -1, body, name: -1, functionNode: -1, returnSteps: [], isStatic: false, isVariadic: false };
  }
  const declarator = tree.child(definition, 'declarator');
  const { name, steps, functionNode } = readDeclarator(tree, declarator);
  const isStatic = tree.children(definition).some((child) => tree.type(child) === 'storage_class_specifier' && tree.text(child) === 'static');
  const list = functionNode < 0 ? -1 : tree.child(functionNode, 'parameters');
  const isVariadic = list >= 0 && tree.allChildren(list).some((child) => tree.type(child) === 'variadic_parameter' || tree.type(child) === '...');
  return {
    definition,
    body: tree.child(definition, 'body'),
    name: functionNode < 0 ? -1 : name,
    functionNode,
    returnSteps: steps.slice(0, Math.max(0, steps.lastIndexOf('()'))),
    isStatic,
    isVariadic,
  };
}

function declareParameters(lowering: Lowering, head: Head): VariableId[] {
  const { tree } = lowering;
  const list = head.functionNode < 0 ? -1 : tree.child(head.functionNode, 'parameters');
  if (list < 0) return [];
  const oldStyle = oldStyleTypes(tree, head.definition);
  const parameters: VariableId[] = [];
  for (const node of tree.children(list)) {
    const declarator = tree.type(node) === 'parameter_declaration' ? tree.child(node, 'declarator') : -1;
    let name = '';
    let type = '';
    let at = node;
    if (tree.type(node) === 'identifier' || (declarator < 0 && oldStyle.has(tree.text(node)))) {
      name = tree.text(node);
      type = oldStyle.get(name) ?? '';
    } else if (tree.type(node) === 'parameter_declaration') {
      const read = declarator < 0 ? null : readDeclarator(tree, declarator);
      type = typeOf(baseType(tree, node), read?.steps ?? []);
      if (read !== null && read.name >= 0) {
        name = tree.text(read.name);
        at = read.name;
      }
      if (name === '' && type === 'void') continue;
    } else {
      continue;
    }
    // a parameter without a name keeps its position under a name that C cannot spell
    const unique = name === '' ? `#${parameters.length + 1}` : name;
    parameters.push(lowering.declare({ name: unique, kind: 'parameter', type: decayed(type), range: lowering.range(at) }));
  }
  return parameters;
}

/** `T a[]` as a parameter is `T *a`, a function is a pointer to one. */
function decayed(type: string): string {
  return type.endsWith('[]') ? `${type.slice(0, -2)}*` : type;
}

/** Types of `int f(a, b) int a; char *b; { ... }`. */
function oldStyleTypes(tree: SyntaxTree, definition: number): Map<string, string> {
  const types = new Map<string, string>();
  for (const node of tree.children(definition)) {
    if (tree.type(node) !== 'declaration') continue;
    const base = baseType(tree, node);
    for (const child of tree.children(node)) {
      if (tree.field(child) !== 'declarator') continue;
      const { name, steps } = readDeclarator(tree, child);
      if (name >= 0) types.set(tree.text(name), typeOf(base, steps));
    }
  }
  return types;
}

function rangeOf(tree: SyntaxTree, node: number): Range {
  return { start: tree.start(node), end: tree.end(node) };
}
