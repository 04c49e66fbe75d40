import type { Block, Terminator } from './instructions.ts';

/**
 * Makes a graph small: drops blocks that cannot be reached, jumps over empty ones, joins a block with its only
 * successor when it is that one's only predecessor. Block 0 stays the entry; the order of the rest is kept. Linear.
 */
export function contract(blocks: readonly Block[]): Block[] {
  const threaded = blocks.map((block) => ({ instructions: [...block.instructions], end: redirect(block.end, (to) => beyond(blocks, to)) }));
  const predecessors = new Array<number>(threaded.length).fill(0);
  const reached = reachable(threaded);
  reached.forEach((isReached, i) => {
    if (isReached) for (const to of successors(threaded[i]?.end)) predecessors[to] = (predecessors[to] ?? 0) + 1;
  });
  const absorbed = new Set<number>();
  threaded.forEach((block, i) => {
    if (reached[i] !== true || absorbed.has(i)) return;
    while (block.end.kind === 'goto' && block.end.to !== 0 && block.end.to !== i && predecessors[block.end.to] === 1) {
      const next: Block | undefined = threaded[block.end.to];
      if (next === undefined || absorbed.has(block.end.to)) break;
      absorbed.add(block.end.to);
      for (const instruction of next.instructions) block.instructions.push(instruction);
      block.end = next.end;
    }
  });
  const numbers = new Array<number>(threaded.length).fill(-1);
  let count = 0;
  threaded.forEach((_, i) => { if (reached[i] === true && !absorbed.has(i)) numbers[i] = count++; });
  return threaded.filter((_, i) => (numbers[i] ?? -1) >= 0)
    .map((block) => ({ instructions: block.instructions, end: redirect(block.end, (to) => numbers[to] ?? to) }));
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

function redirect(end: Terminator, to: (block: number) => number): Terminator {
  if (end.kind === 'goto') return { kind: 'goto', to: to(end.to) };
  if (end.kind !== 'branch') return end;
  const [yes, no] = [to(end.yes), to(end.no)];
  return yes === no ? { kind: 'goto', to: yes } : { ...end, yes, no };
}

export function successors(end: Terminator | undefined): readonly number[] {
  if (end?.kind === 'goto') return [end.to];
  return end?.kind === 'branch' ? [end.yes, end.no] : [];
}

function reachable(blocks: readonly Block[]): boolean[] {
  const reached = new Array<boolean>(blocks.length).fill(false);
  const work = [0];
  reached[0] = true;
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    for (const to of successors(blocks[at]?.end)) {
      if (reached[to] === true) continue;
      reached[to] = true;
      work.push(to);
    }
  }
  return reached;
}
