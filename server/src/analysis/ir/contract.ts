import type { Block, Terminator } from './instructions.ts';

/**
 * Makes a graph small: drops blocks that cannot be reached, jumps over empty ones, joins a block with its only
 * successor when it is that one's only predecessor. Block 0 stays the entry; the order of the rest is kept.
 * Linear; changes the blocks it is given.
 */
export function contract(blocks: readonly Block[]): Block[] {
  // visit from the entry, shortening jumps on the way: empty blocks are never visited
  const predecessors = new Int32Array(blocks.length);
  const reached = new Uint8Array(blocks.length);
  const work = [0];
  reached[0] = 1;
  const visit = (to: number): void => {
    predecessors[to] = (predecessors[to] ?? 0) + 1;
    if (reached[to] === 1) return;
    reached[to] = 1;
    work.push(to);
  };
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    const block = blocks[at];
    if (block === undefined) continue;
    block.end = shortened(blocks, block.end);
    if (block.end.kind === 'goto') visit(block.end.to);
    else if (block.end.kind === 'branch') {
      visit(block.end.yes);
      visit(block.end.no);
    }
  }
  const absorbed = new Uint8Array(blocks.length);
  blocks.forEach((block, i) => {
    if (reached[i] !== 1 || absorbed[i] === 1) return;
    while (block.end.kind === 'goto' && block.end.to !== 0 && block.end.to !== i && predecessors[block.end.to] === 1 && absorbed[block.end.to] !== 1) {
      const next: Block | undefined = blocks[block.end.to];
      if (next === undefined) break;
      absorbed[block.end.to] = 1;
      for (const instruction of next.instructions) block.instructions.push(instruction);
      block.end = next.end;
    }
  });
  const numbers = new Int32Array(blocks.length);
  const kept: Block[] = [];
  blocks.forEach((block, i) => {
    if (reached[i] === 1 && absorbed[i] !== 1) numbers[i] = kept.push(block) - 1;
  });
  for (const block of kept) block.end = renumbered(block.end, numbers);
  return kept;
}

function shortened(blocks: readonly Block[], end: Terminator): Terminator {
  if (end.kind === 'goto') return { kind: 'goto', to: beyond(blocks, end.to) };
  if (end.kind !== 'branch') return end;
  const [yes, no] = [beyond(blocks, end.yes), beyond(blocks, end.no)];
  return yes === no ? { kind: 'goto', to: yes } : { kind: 'branch', condition: end.condition, range: end.range, negated: end.negated, yes, no };
}

/** Where a jump to `block` really arrives: past blocks that only jump on. Bounded, for loops of empty blocks. */
function beyond(blocks: readonly Block[], block: number): number {
  let at = block;
  for (let i = 0; i < 64; i++) {
    const target = blocks[at];
    if (target === undefined || target.instructions.length > 0 || target.end.kind !== 'goto' || target.end.to === at) break;
    at = target.end.to;
  }
  return at;
}

function renumbered(end: Terminator, numbers: Int32Array): Terminator {
  if (end.kind === 'goto') return { kind: 'goto', to: numbers[end.to] ?? 0 };
  if (end.kind !== 'branch') return end;
  return { kind: 'branch', condition: end.condition, range: end.range, negated: end.negated, yes: numbers[end.yes] ?? 0, no: numbers[end.no] ?? 0 };
}
