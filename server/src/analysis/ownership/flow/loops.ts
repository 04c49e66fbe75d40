import type { FunctionIr, Operand, Place } from '../../ir/instructions.ts';
import { directionOf, type Direction } from './direction.ts';

export interface Loop {
  /** Numbers of the blocks of the loop, its head included. */
  readonly body: ReadonlySet<number>;
  /** Variables that the loop counts with (`i++`, `n -= 2`), and which way when they go one way only. */
  readonly counters: readonly { readonly place: Place; readonly direction: Direction | null }[];
  /** What is asked where the loop can be left, but for plain locals (`while (!stop)`): others may change it meanwhile. */
  readonly asked: readonly Place[];
}

/** Blocks in reverse postorder, and the natural loops by their heads. */
export interface Shape {
  /** Position of each block in reverse postorder. */
  readonly order: readonly number[];
  readonly loops: ReadonlyMap<number, Loop>;
  /** 1 for each block in which several ways meet. */
  readonly joins: Uint8Array;
}

export function successors(ir: FunctionIr, number: number): readonly number[] {
  const end = ir.blocks[number]?.end;
  if (end?.kind === 'goto') return [end.to];
  if (end?.kind === 'branch') return [end.yes, end.no];
  return [];
}

/** O(blocks + edges) for the order, O(blocks) more for each loop. */
export function shapeOf(ir: FunctionIr): Shape {
  const first = depthFirst(ir, (block) => successors(ir, block));
  const loops = first.back.length === 0 ? new Map<number, Loop>() : loopsOf(ir, first.postorder, first.back);
  // What follows a loop comes after its body: the ways out of a loop are searched first, so they end up later.
  const depth = new Array<number>(ir.blocks.length).fill(0);
  for (const { body } of loops.values()) for (const block of body) depth[block] = (depth[block] ?? 0) + 1;
  const outFirst = (block: number): readonly number[] => [...successors(ir, block)].sort((a, b) => (depth[a] ?? 0) - (depth[b] ?? 0));
  const order = new Array<number>(ir.blocks.length).fill(ir.blocks.length);
  const { postorder } = loops.size === 0 ? first : depthFirst(ir, outFirst);
  postorder.reverse().forEach((block, position) => { order[block] = position; });
  return { order, loops, joins: joinsOf(ir) };
}

/** Numbers of all blocks, the later ones first; those that cannot be reached come last. O(blocks + edges). */
export function backwardsThrough(ir: FunctionIr): number[] {
  const reached = depthFirst(ir, (block) => successors(ir, block)).postorder;
  const seen = new Set(reached);
  return [...reached, ...ir.blocks.map((_, block) => block).filter((block) => !seen.has(block))];
}

function joinsOf(ir: FunctionIr): Uint8Array {
  const ways = new Uint8Array(ir.blocks.length);
  for (let block = 0; block < ways.length; block++) for (const to of successors(ir, block)) ways[to] = Math.min(2, (ways[to] ?? 0) + 1);
  return ways.map((count) => (count > 1 ? 1 : 0));
}

function depthFirst(ir: FunctionIr, next: (block: number) => readonly number[]): { postorder: number[]; back: [number, number][] } {
  const postorder: number[] = [];
  const back: [number, number][] = [];
  const state = new Uint8Array(ir.blocks.length);
  const stack: { block: number; targets: readonly number[]; at: number }[] = [{ block: 0, targets: next(0), at: 0 }];
  state[0] = 1;
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    if (top === undefined) break;
    const to = top.targets[top.at++];
    if (to === undefined) {
      state[top.block] = 2;
      postorder.push(top.block);
      stack.pop();
    } else if (state[to] === 1) back.push([top.block, to]);
    else if (state[to] === 0) { state[to] = 1; stack.push({ block: to, targets: next(to), at: 0 }); }
  }
  return { postorder, back };
}

function loopsOf(ir: FunctionIr, blocks: readonly number[], back: readonly [number, number][]): Map<number, Loop> {
  const predecessors: number[][] = Array.from({ length: ir.blocks.length }, () => []);
  for (const block of blocks) for (const to of successors(ir, block)) predecessors[to]?.push(block);
  const bodies = new Map<number, Set<number>>();
  for (const [tail, head] of back) {
    const body = bodies.get(head) ?? new Set([head]);
    bodies.set(head, body);
    const work = [tail];
    for (let block = work.pop(); block !== undefined; block = work.pop()) {
      if (body.has(block)) continue;
      body.add(block);
      work.push(...(predecessors[block] ?? []));
    }
  }
  const loops = new Map<number, Loop>();
  for (const [head, body] of bodies) loops.set(head, { body, counters: countersOf(ir, body).filter(isNoState(ir, body)).map((place) => ({ place, direction: directionOf(ir, body, place) })), asked: askedIn(ir, body) });
  return loops;
}

/** Places that some blocks of a function count with (`i++`, `p += 2`). */
export function countersOf(ir: FunctionIr, body: ReadonlySet<number>): Place[] {
  const counters = new Map<string, Place>();
  for (const number of body) {
    for (const instruction of ir.blocks[number]?.instructions ?? []) {
      if (instruction.op !== 'assign' || instruction.value.kind !== 'binary') continue;
      if (mentions(instruction.value, instruction.to)) counters.set(JSON.stringify(instruction.to), instruction.to);
    }
  }
  return [...counters.values()];
}

/**
 * `for (;;) switch (step) { case 0: s = f(); step++; break; case 1: drop(s); return; }`: what is only compared for equality, and with
 * more than one value, says where a machine stands; forgetting it would start the machine again.
 */
function isNoState(ir: FunctionIr, body: ReadonlySet<number>): (place: Place) => boolean {
  const compared = new Map<string, Set<string>>();
  const ordered = new Set<string>();
  const look = (operand: Operand): void => {
    if (operand.kind === 'unary') look(operand.operand);
    if (operand.kind !== 'binary') return;
    if (operand.left.kind === 'load' && (operand.right.kind === 'integer' || operand.right.kind === 'constant')) {
      const key = JSON.stringify(operand.left.place);
      const values = compared.get(key) ?? new Set<string>();
      if (operand.operator === '==') compared.set(key, values.add(JSON.stringify(operand.right)));
      else ordered.add(key);
      return;
    }
    for (const side of [operand.left, operand.right]) if (side.kind === 'load') ordered.add(JSON.stringify(side.place)); else look(side);
  };
  for (const number of body) {
    const end = ir.blocks[number]?.end;
    if (end?.kind === 'branch') look(end.condition);
  }
  return (place) => {
    const key = JSON.stringify(place);
    return ordered.has(key) || (compared.get(key)?.size ?? 0) < 2;
  };
}

function askedIn(ir: FunctionIr, body: ReadonlySet<number>): Place[] {
  const asked: Place[] = [];
  const look = (operand: Operand): void => {
    switch (operand.kind) {
      case 'load': {
        const { base, path } = operand.place;
        const kind = ir.variables[base]?.kind;
        if (path.length > 0 || kind === 'global' || kind === 'static') asked.push(operand.place);
        return;
      }
      case 'unary': look(operand.operand); return;
      case 'binary': look(operand.left); look(operand.right); return;
      default: return;
    }
  };
  for (const number of body) {
    const end = ir.blocks[number]?.end;
    if (end?.kind === 'branch' && !(body.has(end.yes) && body.has(end.no))) look(end.condition);
  }
  return asked;
}

function mentions(operand: Operand, place: Place): boolean {
  switch (operand.kind) {
    case 'load': return operand.place.base === place.base && JSON.stringify(operand.place) === JSON.stringify(place);
    case 'unary': return mentions(operand.operand, place);
    case 'binary': return mentions(operand.left, place) || mentions(operand.right, place);
    default: return false;
  }
}
