/**
 * Preprocessor conditions as boolean formulas over atoms.
 *
 * An atom is either the truth of `defined(NAME)`, or a comparison of one name with an integer constant
 * (`OPENSSL_VERSION_NUMBER >= 0x10100000L`), or opaque text that only equals itself.
 */
export type Condition =
  | { readonly kind: 'true' }
  | { readonly kind: 'false' }
  | { readonly kind: 'defined'; readonly name: string }
  | { readonly kind: 'compare'; readonly name: string; readonly operator: '==' | '!=' | '<' | '<=' | '>' | '>='; readonly value: number }
  | { readonly kind: 'opaque'; readonly text: string }
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Condition[] };

export const TRUE: Condition = { kind: 'true' };
export const FALSE: Condition = { kind: 'false' };
