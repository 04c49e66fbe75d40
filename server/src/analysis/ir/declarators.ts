import type { SyntaxTree } from '../cst/tree.ts';

/** A declarator taken apart. */
export interface Declarator {
  /** The identifier node, -1 when there is none. */
  readonly name: number;
  /** What is applied to the base type, from it towards the name: `*`, `[]`, `()`. `*a[2]` is `*`, `[]`. */
  readonly steps: readonly ('*' | '[]' | '()')[];
  /** The innermost function_declarator, -1 when there is none. */
  readonly functionNode: number;
}

/** Walks a (possibly abstract) declarator from outside in. Linear in its depth, no recursion. */
export function readDeclarator(tree: SyntaxTree, node: number): Declarator {
  const steps: ('*' | '[]' | '()')[] = [];
  let functionNode = -1;
  let name = -1;
  let current = node;
  while (current >= 0) {
    switch (tree.type(current)) {
      case 'pointer_declarator': case 'abstract_pointer_declarator':
        steps.push('*');
        current = tree.child(current, 'declarator');
        break;
      case 'array_declarator': case 'abstract_array_declarator':
        steps.push('[]');
        current = tree.child(current, 'declarator');
        break;
      case 'function_declarator': case 'abstract_function_declarator':
        steps.push('()');
        functionNode = current;
        current = tree.child(current, 'declarator');
        break;
      case 'init_declarator':
        current = tree.child(current, 'declarator');
        break;
      case 'parenthesized_declarator': case 'abstract_parenthesized_declarator': case 'attributed_declarator':
        current = tree.children(current).find((child) => tree.type(child).endsWith('declarator') || isName(tree.type(child))) ?? -1;
        break;
      default:
        if (isName(tree.type(current))) name = current;
        current = -1;
    }
  }
  return { name, steps, functionNode };
}

function isName(type: string): boolean {
  // a name that tree-sitter takes for a type, as in `int size_t;`, is still the name
  return type === 'identifier' || type === 'field_identifier' || type === 'type_identifier' || type === 'primitive_type';
}

/** `const T` of a node with a `type` field and qualifiers beside it (declaration, parameter, type descriptor); white space normalised. */
export function baseType(tree: SyntaxTree, node: number): string {
  const type = tree.child(node, 'type');
  if (type < 0) return '';
  const isConst = tree.children(node).some((child) => tree.type(child) === 'type_qualifier' && tree.text(child) === 'const');
  return isConst ? `const ${specifier(tree, type)}` : specifier(tree, type);
}

function specifier(tree: SyntaxTree, node: number): string {
  const kind = /^(struct|union|enum)_specifier$/.exec(tree.type(node))?.[1];
  if (kind === undefined) return tree.text(node).replace(/\s+/g, ' ').trim();
  const name = tree.child(node, 'name');
  return name < 0 ? kind : `${kind} ${tree.text(name)}`;
}

/** The normalised type of a declared name: `T *`, `T **`, `T *[]`, `T ()`. */
export function typeOf(base: string, steps: Declarator['steps']): string {
  if (base === '' || steps.length === 0) return base;
  return `${base} ${steps.join('')}`;
}

/** The type a type descriptor names (casts, compound literals). */
export function typeOfDescriptor(tree: SyntaxTree, node: number): string {
  if (node < 0) return '';
  const declarator = tree.child(node, 'declarator');
  return typeOf(baseType(tree, node), declarator < 0 ? [] : readDeclarator(tree, declarator).steps);
}
