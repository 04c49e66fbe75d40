import type { FunctionIr } from '../../ir/instructions.ts';
import { successors } from './loops.ts';

/**
 * Immediate postdominator of each block, -1 where there is none (a block that cannot reach the end, or only the end
 * itself joins its ways). Cooper, Harvey and Kennedy's iteration on the reversed graph; O(blocks x depth) in practice.
 */
export function postdominators(ir: FunctionIr): readonly number[] {
  const count = ir.blocks.length;
  const exit = count;
  const into: number[][] = Array.from({ length: count + 1 }, () => []);
  const outOf: number[][] = Array.from({ length: count + 1 }, () => []);
  for (let block = 0; block < count; block++) {
    const next = successors(ir, block);
    const targets = next.length === 0 ? [exit] : next;
    for (const to of targets) { outOf[block]?.push(to); into[to]?.push(block); }
  }
  // Reverse postorder of the reversed graph, from the virtual exit.
  const order: number[] = [];
  const number = new Array<number>(count + 1).fill(-1);
  const stack: { block: number; next: number }[] = [{ block: exit, next: 0 }];
  const seen = new Uint8Array(count + 1);
  seen[exit] = 1;
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    if (top === undefined) break;
    const from = into[top.block]?.[top.next++];
    if (from === undefined) { order.push(top.block); stack.pop(); }
    else if (seen[from] === 0) { seen[from] = 1; stack.push({ block: from, next: 0 }); }
  }
  order.reverse().forEach((block, position) => { number[block] = position; });
  const immediate = new Array<number>(count + 1).fill(-1);
  immediate[exit] = exit;
  const meet = (a: number, b: number): number => {
    let [x, y] = [a, b];
    while (x !== y) {
      while ((number[x] ?? 0) > (number[y] ?? 0)) x = immediate[x] ?? exit;
      while ((number[y] ?? 0) > (number[x] ?? 0)) y = immediate[y] ?? exit;
    }
    return x;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (const block of order) {
      if (block === exit) continue;
      let best = -1;
      for (const to of outOf[block] ?? []) {
        if (immediate[to] === undefined || immediate[to] < 0) continue;
        best = best < 0 ? to : meet(best, to);
      }
      if (best >= 0 && immediate[block] !== best) { immediate[block] = best; changed = true; }
    }
  }
  return immediate.slice(0, count).map((block) => (block === exit ? -1 : block));
}
