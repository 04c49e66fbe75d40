import type { SourceFile } from '../../code/item.ts';
import { LineTable } from '../../code/position.ts';
import { Tokens } from '../../code/tokens.ts';
import type { FunctionIr, Range } from '../../ir/instructions.ts';
import type { TextRange } from '../finding.ts';
import { rangeOf } from '../range.ts';

/** Which functions and files there are. */
export interface Located {
  readonly functions: () => readonly FunctionIr[];
  /** The file that was analysed for a path: itself, or the first with the same text; undefined for an unknown path. */
  readonly fileOf: (path: string) => SourceFile | undefined;
}

/**
 * Between places in a text and what the analysis holds of it. Every comparison of an offset of a document with the range
 * of a function or of something in it is made here, and every position that goes out is made here.
 */
export class Locator {
  readonly #located: Located;
  readonly #lines = new WeakMap<SourceFile, LineTable>();
  readonly #tokens = new WeakMap<SourceFile, Tokens>();
  #byPath: Map<string, FunctionIr[]> | null = null;

  constructor(located: Located) { this.#located = located; }

  file(path: string): SourceFile | null { return this.#located.fileOf(path) ?? null; }

  /** The functions of a file in order, each in all its variants. The first question costs O(functions of the project). */
  functionsIn(file: SourceFile): readonly FunctionIr[] {
    if (this.#byPath === null) {
      this.#byPath = new Map();
      for (const f of this.#located.functions()) {
        const list = this.#byPath.get(f.file.path);
        if (list === undefined) this.#byPath.set(f.file.path, [f]);
        else list.push(f);
      }
      for (const list of this.#byPath.values()) list.sort((a, b) => a.range.start - b.range.start);
    }
    return this.#byPath.get(file.path) ?? [];
  }

  /** The variants of the function around a range of the document. */
  functionsAround(file: SourceFile, range: Range): readonly FunctionIr[] {
    return this.functionsIn(file).filter((f) => contains(f.range, range));
  }

  /** Whether a range inside a function covers a range of the document. */
  covers(f: FunctionIr, inside: Range, range: Range): boolean { return contains(f.range, range) && contains(inside, range); }

  /** Whether a range inside a function begins where a range of the document does. */
  begins(f: FunctionIr, inside: Range, range: Range): boolean { return this.covers(f, inside, range) && inside.start === range.start; }

  /** Tokens of a text; remembered as long as the file is. */
  tokens(file: SourceFile): Tokens {
    let tokens = this.#tokens.get(file);
    if (tokens === undefined) this.#tokens.set(file, tokens = new Tokens(file.text));
    return tokens;
  }

  /** The tokens of a function's own text that lie inside one of its ranges: first and last index, last < first when there is none. */
  tokensWithin(f: FunctionIr, inside: Range): { readonly first: number; readonly last: number } {
    const tokens = this.tokens(f.file);
    return { first: firstFrom(tokens, inside.start), last: firstFrom(tokens, inside.end) - 1 };
  }

  /** 1-based line of the document that an offset in a function is on. */
  lineOf(f: FunctionIr, offset: number): number { return this.#table(f.file).lineOf(offset); }

  /** Range of the document for a range inside a function. */
  rangeIn(f: FunctionIr, inside: Range): TextRange { return this.textRange(f.file, inside); }

  textRange(file: SourceFile, range: Range): TextRange { return rangeOf(this.#table(file), range.start, range.end); }

  #table(file: SourceFile): LineTable {
    let lines = this.#lines.get(file);
    if (lines === undefined) this.#lines.set(file, lines = new LineTable(file.text));
    return lines;
  }
}

function contains(outer: Range, inner: Range): boolean { return outer.start <= inner.start && inner.end <= outer.end; }

/** Index of the first token that starts at an offset or behind it. O(log tokens). */
function firstFrom(tokens: Tokens, offset: number): number {
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens.start(middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the name that covers an offset or ends there, -1 when there is none: in comments, strings and directives. */
export function nameAt(tokens: Tokens, offset: number): number {
  if (!Number.isInteger(offset) || offset < 0) return -1;
  const next = firstFrom(tokens, offset + 1);
  return tokens.isName(next - 1) && tokens.end(next - 1) >= offset ? next - 1 : -1;
}
