import type { Condition } from './condition.ts';

/** A file as the analysis sees it. `path` uses `/` separators; `text` is decoded, and every offset below is a UTF-16 offset into it. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/**
 * What a file is made of. `macro` is one `#define`; `type` a struct, union, enum or typedef; `global` a variable
 * (with its initialiser, so also a table of callbacks); `prototype` a function declaration without body.
 */
export type ItemKind = 'function' | 'macro' | 'type' | 'global' | 'prototype';

/** One top-level piece of a file: the unit that is parsed, analysed and cached. */
export interface Item {
  readonly kind: ItemKind;
  /** The declared name; for a `type` the tag or the typedef name; '' when there is none. */
  readonly name: string;
  readonly file: SourceFile;
  /** Offsets of the whole item in `file.text`, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Offset of the `{` that opens a function body, -1 for any other kind. */
  readonly body: number;
  /** Conjunction of the `#if`s around the item. */
  readonly presence: Condition;
}

/** A `#define` taken apart. `parameters` is null for an object-like macro; a variadic one ends in `...`. */
export interface MacroDefinition {
  readonly name: string;
  readonly parameters: readonly string[] | null;
  /** Replacement text: splices joined, comments blanked, trimmed. */
  readonly body: string;
  readonly item: Item;
}

/** Macros the project defines; several definitions of a name when `#if` chooses between them. */
export type MacroTable = ReadonlyMap<string, readonly MacroDefinition[]>;
