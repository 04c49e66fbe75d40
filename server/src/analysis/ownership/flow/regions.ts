import type { FunctionIr } from '../../ir/instructions.ts';
import { successors } from './loops.ts';

/** Passes over the blocks; one more is needed for each loop that a region goes round. */
const MOST_PASSES = 20;

/**
 * For each block, whether a marked one lies between it and its immediate postdominator (`immediate`, -1 for none), itself not
 * counted unless a loop leads back to it; true where there is no postdominator. A region is made of the blocks on the chains of
 * postdominators from the successors and of the regions of these, so a chain of `else if` costs no more than its length:
 * O(passes x blocks). `order` names all blocks, those that come later in the function first.
 */
export function regionsWith(ir: FunctionIr, immediate: readonly number[], order: readonly number[], marked: readonly boolean[]): boolean[] {
  const count = ir.blocks.length;
  const inside = new Array<boolean>(count).fill(false);
  // The next block on the chain of postdominators, the block itself included, that is marked or whose region is; -1 for none.
  const nearest = new Array<number>(count).fill(-1);
  const depth = depths(immediate);
  for (let changed = true, pass = 0; changed && pass < MOST_PASSES; pass++) {
    changed = false;
    for (const block of order) {
      const end = immediate[block] ?? -1;
      const found = end < 0 || successors(ir, block).some((next) => {
        const at = next === end ? -1 : nearest[next] ?? -1;
        return at >= 0 && (depth[at] ?? 0) > (depth[end] ?? 0);
      });
      const near = marked[block] === true || found ? block : end < 0 ? -1 : nearest[end] ?? -1;
      if (found === inside[block] && near === nearest[block]) continue;
      inside[block] = found;
      nearest[block] = near;
      changed = true;
    }
  }
  return inside;
}

/** Number of postdominators of each block. */
function depths(immediate: readonly number[]): number[] {
  const depth = new Array<number>(immediate.length).fill(-1);
  for (let block = 0; block < immediate.length; block++) {
    const chain: number[] = [];
    let at = block;
    while (at >= 0 && (depth[at] ?? 0) < 0) { chain.push(at); at = immediate[at] ?? -1; }
    let known = at < 0 ? -1 : depth[at] ?? -1;
    for (const each of chain.reverse()) depth[each] = ++known;
  }
  return depth;
}
