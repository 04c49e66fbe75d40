import { ERROR_KIND, reserve } from './flat-tree.ts';
import type { FlatArrays } from './flat-tree.ts';

/*
 * Reads a syntax tree straight out of the WebAssembly memory of web-tree-sitter into flat arrays.
 *
 * PRIVATE LAYOUT, valid for the version that `grammars/tree-sitter-c.json` pins (wasm32). The parser checks it once
 * against a fixed snippet and walks with cursors when it does not hold. Word offsets below are those of the C structs
 * `TSTree`, `Subtree`, `SubtreeInlineData`, `SubtreeHeapData` and `TSLanguage` in the runtime's sources.
 */

/** Views of the runtime's memory; they are replaced whenever the memory grows, so they are read afresh on every call. */
export interface Memory { readonly HEAPU8: Uint8Array; readonly HEAPU16: Uint16Array; readonly HEAPU32: Uint32Array }

/** What flattening needs of a grammar: alias and field of each child of each production, and public ids of symbols. */
export interface Tables {
  readonly stride: number;
  readonly alias: Uint16Array;
  readonly field: Uint8Array;
  readonly publicId: Uint16Array;
}

/** Reads the tables of the language at `address`. Throws when its ABI is not 15. */
export function readTables(memory: Memory, address: number): Tables {
  const u32 = memory.HEAPU32, u16 = memory.HEAPU16, u8 = memory.HEAPU8, word = address >>> 2;
  const at = (index: number): number => u32[word + index] as number;
  if (at(0) !== 15) throw new Error(`expected grammar ABI 15, got ${at(0)}`);
  const symbols = at(1) + at(2), productions = at(7), fields = at(8);
  const maxAlias = u16[(address + 36) >>> 1] as number;
  const slices = at(16), entries = at(17), publicMap = at(19), aliases = at(21);
  const sliceOf = (p: number): [number, number] => [u16[(slices + 4 * p) >>> 1] as number, u16[(slices + 4 * p + 2) >>> 1] as number];
  let stride = maxAlias;
  if (fields) for (let p = 0; p < productions; p++) {
    const [first, length] = sliceOf(p);
    for (let k = first; k < first + length; k++) stride = Math.max(stride, (u8[entries + 4 * k + 2] as number) + 1);
  }
  const alias = new Uint16Array(productions * stride), field = new Uint8Array(productions * stride);
  // Production 0 has no aliases.
  for (let p = 1; p < productions; p++) for (let c = 0; c < maxAlias; c++) alias[p * stride + c] = u16[(aliases >>> 1) + p * maxAlias + c] as number;
  if (fields) for (let p = 0; p < productions; p++) {
    const [first, length] = sliceOf(p);
    for (let k = first; k < first + length; k++) {
      const entry = entries + 4 * k, slot = p * stride + (u8[entry + 2] as number);
      // Inherited entries serve look-ups downwards; of the others the first wins.
      if (!u8[entry + 3] && !field[slot]) field[slot] = u16[entry >>> 1] as number;
    }
  }
  const publicId = new Uint16Array(65536).fill(ERROR_KIND);
  for (let s = 0; s < symbols; s++) publicId[s] = u16[(publicMap >>> 1) + s] as number;
  return { stride, alias, field, publicId };
}

/** Words a level of the stack of open parents takes. Hidden nodes take a level but emit no node. */
const FRAME = 7;
let stack = new Int32Array(FRAME * 512);

/**
 * Flattens the tree at `address` into `out`, adding `base` to every offset. Linear in the number of nodes.
 * Throws when the memory does not look as expected (a step budget turns a wrong layout into an error, not a hang).
 */
export function flatten(memory: Memory, tables: Tables, address: number, base: number, out: FlatArrays): void {
  const u32 = memory.HEAPU32, { stride, alias, field, publicId } = tables;
  const word = (i: number): number => u32[i] as number;
  const publicOf = (symbol: number): number => publicId[symbol] as number;
  if (!address) throw new Error('the tree was deleted');
  const root = address >>> 2;
  let w0 = word(root), w1 = word(root + 1);
  if (w0 & 1) { flattenInlineRoot(w0, w1, publicId, base, out); return; }
  let q = w0 >>> 2, childCount = word(q + 9);
  const total = (childCount ? word(q + 14) : 0) + 1;
  reserve(out, total);
  out.size = total;
  const kind = out.kind, start = out.start, end = out.end, parent = out.parent, skip = out.skip, fields = out.field, flags = out.flags;
  let bits = word(q + 11), position = word(q + 1);
  kind[0] = publicOf(word(q + 10) & 0xffff);
  start[0] = base + (position >>> 1);
  end[0] = base + ((position + word(q + 4)) >>> 1);
  parent[0] = -1;
  skip[0] = total;
  fields[0] = 0;
  flags[0] = flagsOf(bits, word(q + 8));
  if (!childCount) { if (total !== 1) throw new Error('layout mismatch'); return; }
  let node = 0, top = 0;
  // The open parent, in locals: next child (word index), children left, row of its production, visible parent, field
  // handed down through hidden parents, whether the next child is the first.
  let slot = q - 2 * childCount, left = childCount, row = (word(q + 16) >>> 16) * stride, up = 0, inherited = 0, first = true, index = 0;
  let budget = 64 * total + 1024;
  for (;;) {
    if (left === 0) {
      if (top === 0) break;
      top -= FRAME;
      slot = stack[top] as number; left = stack[top + 1] as number; row = stack[top + 2] as number; index = stack[top + 3] as number;
      up = stack[top + 4] as number; inherited = stack[top + 5] as number; position = stack[top + 6] as number; first = false;
      continue;
    }
    if (--budget < 0 || node >= total) throw new Error('layout mismatch');
    w0 = word(slot); w1 = word(slot + 1); slot += 2; left--;
    let renamed = 0, ownField = 0;
    if (w0 & 1) {                                            // inline leaf
      if (!first) position += w1 >>> 16 & 0xff;
      first = false;
      const size = w1 >>> 24;
      if (!(w0 & 8)) {
        if (index < stride) { renamed = alias[row + index] as number; ownField = field[row + index] as number; }
        ownField = ownField || inherited;
        index++;
      }
      if (renamed || w0 & 2) {
        node++;
        kind[node] = publicOf(renamed || (w0 >>> 8 & 0xff));
        start[node] = base + (position >>> 1);
        end[node] = base + ((position + size) >>> 1);
        parent[node] = up;
        skip[node] = node + 1;
        fields[node] = ownField;
        flags[node] = (w0 >>> 5 & 1) * 5 | (w0 >>> 2 & 2);
      }
      position += size;
      continue;
    }
    q = w0 >>> 2; bits = word(q + 11); childCount = word(q + 9);
    if (!first) position += word(q + 1);
    first = false;
    if (!(bits & 4)) {
      if (index < stride) { renamed = alias[row + index] as number; ownField = field[row + index] as number; }
      ownField = ownField || inherited;
      index++;
    }
    const visible = renamed || bits & 1;
    if (visible) {
      node++;
      kind[node] = publicOf(renamed || word(q + 10) & 0xffff);
      start[node] = base + (position >>> 1);
      end[node] = base + ((position + word(q + 4)) >>> 1);
      parent[node] = up;
      skip[node] = node + 1 + (childCount ? word(q + 14) : 0);
      fields[node] = ownField;
      flags[node] = flagsOf(bits, word(q + 8));
      if (!childCount) { position += word(q + 4); continue; }
    } else if (!childCount || word(q + 12) === 0) { position += word(q + 4); continue; }
    if (left) {
      if (top + FRAME > stack.length) { const larger = new Int32Array(stack.length * 2); larger.set(stack); stack = larger; }
      stack[top] = slot; stack[top + 1] = left; stack[top + 2] = row; stack[top + 3] = index;
      stack[top + 4] = up; stack[top + 5] = inherited; stack[top + 6] = position + word(q + 4);
      top += FRAME;
    }
    if (visible) { up = node; inherited = 0; } else inherited = ownField;
    slot = q - 2 * childCount; left = childCount; row = (word(q + 16) >>> 16) * stride; index = 0;
    first = true;                                            // the first child starts where its parent starts
  }
  if (node + 1 !== total) throw new Error('layout mismatch');
}

/** missing | extra | has an error inside or is one. */
function flagsOf(bits: number, errorCost: number): number {
  return (bits >>> 9 & 1) | (bits >>> 1 & 2) | (errorCost || bits >>> 9 & 1 ? 4 : 0);
}

function flattenInlineRoot(w0: number, w1: number, publicId: Uint16Array, base: number, out: FlatArrays): void {
  reserve(out, 1);
  out.size = 1;
  const position = w1 >>> 16 & 0xff, size = w1 >>> 24;
  out.kind[0] = publicId[w0 >>> 8 & 0xff] as number;
  out.start[0] = base + (position >>> 1);
  out.end[0] = base + ((position + size) >>> 1);
  out.parent[0] = -1;
  out.skip[0] = 1;
  out.field[0] = 0;
  out.flags[0] = (w0 >>> 5 & 1) * 5;
}
