import type { SyntaxTree } from './tree.ts';

/** Bits of `FlatArrays.flags`. */
export const MISSING = 1, EXTRA = 2, HAS_ERROR = 4;

/** Public symbol id of ERROR nodes. */
export const ERROR_KIND = 0xffff;

/**
 * A tree in preorder, one entry a node: `skip[i]` is the number of the node after i's subtree, so the first child of i
 * is i + 1 if that is less than `skip[i]`, and the next sibling of c is `skip[c]`. `field` 0 is no field, parent of the root is -1.
 */
export interface FlatArrays {
  size: number;
  kind: Uint16Array;
  start: Uint32Array;
  end: Uint32Array;
  parent: Int32Array;
  skip: Uint32Array;
  field: Uint8Array;
  flags: Uint8Array;
}

/** Arrays with room for `capacity` nodes. */
export function allocate(capacity: number): FlatArrays {
  return {
    size: 0,
    kind: new Uint16Array(capacity), start: new Uint32Array(capacity), end: new Uint32Array(capacity), parent: new Int32Array(capacity),
    skip: new Uint32Array(capacity), field: new Uint8Array(capacity), flags: new Uint8Array(capacity),
  };
}

/** Makes room for `capacity` nodes; the content is lost when the arrays have to grow. */
export function reserve(arrays: FlatArrays, capacity: number): void {
  if (capacity > arrays.kind.length) Object.assign(arrays, allocate(Math.ceil(capacity * 1.25)));
}

/** Names of a grammar by number. */
export interface Names {
  /** Type names by public symbol id. */
  readonly types: readonly string[];
  readonly named: Uint8Array;
  readonly fields: readonly string[];
}

/** `SyntaxTree` over flat arrays of its own size, with offsets already in the file. */
export class FlatTree implements SyntaxTree {
  readonly size: number;

  /**
   * `parsed` is the text that was parsed (repairs included), `base` where it begins in the file; `arrays` holds
   * absolute offsets and is copied to its exact size.
   */
  constructor(readonly parsed: string, readonly base: number, arrays: FlatArrays, readonly names: Names) {
    const n = arrays.size;
    this.size = n;
    this.kinds = arrays.kind.slice(0, n);
    this.starts = arrays.start.slice(0, n);
    this.ends = arrays.end.slice(0, n);
    this.parents = arrays.parent.slice(0, n);
    this.skips = arrays.skip.slice(0, n);
    this.fields = arrays.field.slice(0, n);
    this.flags = arrays.flags.slice(0, n);
  }

  readonly kinds: Uint16Array;
  readonly skips: Uint32Array;
  private readonly starts: Uint32Array;
  private readonly ends: Uint32Array;
  private readonly parents: Int32Array;
  private readonly fields: Uint8Array;
  private readonly flags: Uint8Array;

  type(node: number): string { return this.kinds[node] === ERROR_KIND ? 'ERROR' : this.names.types[this.kinds[node] as number] ?? ''; }
  isNamed(node: number): boolean { return this.kinds[node] === ERROR_KIND || this.names.named[this.kinds[node] as number] === 1; }
  field(node: number): string { return this.names.fields[this.fields[node] as number] ?? ''; }
  start(node: number): number { return this.starts[node] as number; }
  end(node: number): number { return this.ends[node] as number; }
  text(node: number): string { return this.parsed.slice((this.starts[node] as number) - this.base, (this.ends[node] as number) - this.base); }
  blankBefore(node: number): number {
    let at = (this.starts[node] as number) - this.base;
    while (at > 0 && /\s/.test(this.parsed.charAt(at - 1))) at--;
    return at + this.base;
  }

  parent(node: number): number { return this.parents[node] as number; }
  hasError(node: number): boolean { return ((this.flags[node] as number) & HAS_ERROR) !== 0; }
  isMissing(node: number): boolean { return ((this.flags[node] as number) & MISSING) !== 0; }

  children(node: number): number[] {
    const result: number[] = [];
    const stop = this.skips[node] as number;
    for (let c = node + 1; c < stop; c = this.skips[c] as number) {
      if (this.isNamed(c) && this.type(c) !== 'comment') result.push(c);
    }
    return result;
  }

  allChildren(node: number): number[] {
    const result: number[] = [];
    const stop = this.skips[node] as number;
    for (let c = node + 1; c < stop; c = this.skips[c] as number) result.push(c);
    return result;
  }

  child(node: number, field: string): number {
    const id = this.names.fields.indexOf(field);
    if (id <= 0) return -1;
    const stop = this.skips[node] as number;
    for (let c = node + 1; c < stop; c = this.skips[c] as number) if (this.fields[c] === id) return c;
    return -1;
  }
}
