import type { Argument } from '../../ir/instructions.ts';
import type { Frame } from '../state/frame.ts';
import { surrender } from './ledger.ts';
import { cellOf, knownWithin } from '../state/memory.ts';
import type { World } from '../state/world.ts';

/**
 * `submit(job)`: a struct that is no pointer is copied with its members, and what they own is up to the callee from there
 * on; a name that says that it only reads (`log_job`) is believed. What is only borrowed stays so. O(arguments), and
 * O(cells) for each struct of which members are known.
 */
export function passMembers(frame: Frame, world: World, callee: string, args: readonly Argument[]): void {
  if (frame.environment.model.readerNames.test(callee)) return;
  for (const { value } of args) {
    if (value.kind !== 'load') continue;
    const whole = cellOf(frame, world, value.place);
    if (!frame.table.hasParts(whole)) continue;
    for (const cell of knownWithin(frame, world, whole)) {
      const held = cell === whole ? undefined : world.cells.get(cell);
      if (held !== undefined && (world.accounts.get(held)?.held ?? 0) > 0) surrender(frame, world, held);
    }
  }
}
