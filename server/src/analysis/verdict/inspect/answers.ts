import type { TextRange } from '../finding.ts';

/** What is known at one place of a text. `markdown` has a line or more. */
export interface Hover { readonly range: TextRange; readonly markdown: string }

/** A few words that belong behind a place: `owned`, `borrowed from c->ssl`. */
export interface Hint { readonly offset: number; readonly line: number; readonly column: number; readonly label: string; readonly tooltip: string }

/** What a function does to references, for the line above it. */
export interface Lens { readonly range: TextRange; readonly function: string; readonly title: string }

/**
 * What the analysis knows at a place. Offsets are UTF-16 offsets in the text that was analysed, lines and columns count
 * from 1. What is not known is null or an empty list; nothing throws.
 */
export interface Inspection {
  /** About the name at an offset: a function that is called, or a variable or member that can hold a session. */
  hover(path: string, offset: number): Hover | null;
  /** Where sessions come into the functions of a file, in order. */
  hints(path: string): readonly Hint[];
  /** What the functions of a file do to references, in order. */
  lenses(path: string): readonly Lens[];
}
