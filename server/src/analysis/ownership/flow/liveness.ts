import type { FunctionIr, Instruction, Operand, Place } from '../../ir/instructions.ts';
import { successors } from './loops.ts';

/**
 * For each block, the variables whose value on entry can still be asked for; the others may be forgotten there.
 * Globals, static locals, what is cleaned up at the end of its scope and variables whose address is taken are asked for everywhere: they are not in the sets but
 * in `always`. `order` is that of `Shape`. Backward data flow on bit sets; O(blocks x variables / 32 x loop depth).
 */
export interface Liveness {
  isLive(block: number, variable: number): boolean;
}

export function livenessOf(ir: FunctionIr, order: readonly number[]): Liveness {
  const count = ir.blocks.length;
  const words = (ir.variables.length + 31) >> 5;
  const always = new Uint32Array(words);
  const uses = new Uint32Array(words * count);
  const sets = new Uint32Array(words * count);
  ir.variables.forEach((variable, id) => {
    if (variable.kind === 'global' || variable.kind === 'static' || variable.cleanedUp === true) add(always, 0, id);
  });
  for (let block = 0; block < count; block++) {
    const at = block * words;
    // A use after a whole assignment in the same block asks for nothing on entry.
    const use = (id: number): void => { if (!has(sets, at, id)) add(uses, at, id); };
    const set = (id: number): void => { if (!has(uses, at, id)) add(sets, at, id); };
    const places: Reader = { use, address: (id) => { add(always, 0, id); } };
    for (const instruction of ir.blocks[block]?.instructions ?? []) visit(instruction, places, set);
    const end = ir.blocks[block]?.end;
    if (end?.kind === 'branch') readOperand(end.condition, places);
    if (end?.kind === 'return' && end.value !== null) readOperand(end.value, places);
  }
  const live = uses.slice();
  const backwards = ir.blocks.map((_, block) => block).sort((a, b) => (order[b] ?? 0) - (order[a] ?? 0));
  for (let changed = true; changed;) {
    changed = false;
    for (const block of backwards) {
      const at = block * words;
      for (const next of successors(ir, block)) {
        const from = next * words;
        for (let word = 0; word < words; word++) {
          const before = live[at + word] ?? 0;
          const after = (before | ((live[from + word] ?? 0) & ~(sets[at + word] ?? 0))) >>> 0;
          if (after !== before) { live[at + word] = after; changed = true; }
        }
      }
    }
  }
  return { isLive: (block, variable) => variable < 0 || has(always, 0, variable) || has(live, block * words, variable) };
}

interface Reader { readonly use: (id: number) => void; readonly address: (id: number) => void }

function visit(instruction: Instruction, reader: Reader, set: (id: number) => void): void {
  switch (instruction.op) {
    case 'assign':
      readOperand(instruction.value, reader);
      writePlace(instruction.to, reader, set);
      return;
    case 'call':
      for (const argument of instruction.arguments) readOperand(argument.value, reader);
      if (typeof instruction.callee !== 'string') readPlace(instruction.callee, reader);
      if (instruction.result !== null) writePlace(instruction.result, reader, set);
      return;
    case 'declare': set(instruction.variable); return;
    case 'zero': writePlace(instruction.place, reader, set); return;
    case 'kill': instruction.variables.forEach(set); return;
    case 'escape': for (const value of instruction.values) readOperand(value, reader); return;
    case 'perhaps-leave': return;
  }
}

function writePlace(place: Place, reader: Reader, set: (id: number) => void): void {
  if (place.path.length === 0) set(place.base);
  else readPlace(place, reader);
}

function readPlace(place: Place, reader: Reader): void {
  reader.use(place.base);
  for (const selector of place.path) if (selector.kind === 'index') readOperand(selector.at, reader);
}

/** Depth is bounded by the lowering. */
function readOperand(operand: Operand, reader: Reader): void {
  switch (operand.kind) {
    case 'load': readPlace(operand.place, reader); return;
    case 'address':
      // `&p->member` only asks for p.
      if (!operand.place.path.some((selector) => selector.kind === 'deref')) reader.address(operand.place.base);
      readPlace(operand.place, reader);
      return;
    case 'unary': readOperand(operand.operand, reader); return;
    case 'binary': readOperand(operand.left, reader); readOperand(operand.right, reader); return;
    default: return;
  }
}

function has(bits: Uint32Array, at: number, id: number): boolean { return ((bits[at + (id >> 5)] ?? 0) & (1 << (id & 31))) !== 0; }

function add(bits: Uint32Array, at: number, id: number): void { bits[at + (id >> 5)] = (bits[at + (id >> 5)] ?? 0) | (1 << (id & 31)); }
