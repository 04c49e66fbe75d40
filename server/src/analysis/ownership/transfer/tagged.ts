import type { Instruction, Operand, Terminator } from '../../ir/instructions.ts';
import { bitsIn } from '../flow/places.ts';
import type { Frame } from '../state/frame.ts';
import { cellOf, read } from '../state/memory.ts';
import { canBeTracked } from '../state/tracked.ts';
import type { World } from '../state/world.ts';
import { surrender } from './ledger.ts';

/** `t = (uintptr_t)s | OWNED`, `return` and calls alike: a number has the pointer from here on, and who gets it out again is not followed. */
export function loseTagged(frame: Frame, world: World, at: Instruction | Terminator): void {
  for (const operand of handedOn(at)) {
    for (const place of bitsIn(operand)) {
      const value = read(frame, world, cellOf(frame, world, place));
      if (world.accounts.has(value) || canBeTracked(frame, value)) surrender(frame, world, value);
    }
  }
}

function handedOn(at: Instruction | Terminator): readonly Operand[] {
  if ('kind' in at) return at.kind === 'return' && at.value !== null ? [at.value] : [];
  if (at.op === 'assign') return [at.value];
  return at.op === 'call' ? at.arguments.map((argument) => argument.value) : [];
}
