/**
 * A syntax tree as flat preorder arrays. Node 0 is the root; a node is its number.
 * Offsets are UTF-16 offsets in the file the text came from (the parser adds where the item starts).
 */
export interface SyntaxTree {
  readonly size: number;
  /** Node type as tree-sitter-c names it ("call_expression", "(", "ERROR"). */
  type(node: number): string;
  isNamed(node: number): boolean;
  /** Field name within the parent, or '' . */
  field(node: number): string;
  start(node: number): number;
  end(node: number): number;
  text(node: number): string;
  /** Where the white space in front of a node begins, in the text as it was parsed: what could not be read was made white space. */
  blankBefore(node: number): number;
  parent(node: number): number;
  /** True when the node is an ERROR or MISSING or contains one. */
  hasError(node: number): boolean;
  isMissing(node: number): boolean;
  /** Named children that are no comments, in order. */
  children(node: number): number[];
  /** All children (tokens included), in order. */
  allChildren(node: number): number[];
  /** First child with the given field name, or -1. */
  child(node: number, field: string): number;
}
