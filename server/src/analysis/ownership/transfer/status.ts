import type { Place } from '../../ir/instructions.ts';
import type { Summary } from '../state/summary.ts';
import type { Frame, Site } from '../state/frame.ts';
import { cellOf } from '../state/memory.ts';
import type { Value } from '../state/value.ts';
import { iterationOf, type World } from '../state/world.ts';
import type { CallInstruction } from './call.ts';
import { surrender } from './ledger.ts';

/** Notes where a call of a function of the project that can end in several ways puts its answer, and what it may have written. */
export function noteStatus(frame: Frame, world: World, summary: Summary, result: Place | null, values: readonly Value[]): void {
  if (result === null || summary.outcomes.length < 2) return;
  const written = values.flatMap((value) => { const term = frame.table.term(value); return term.kind === 'address' ? [term.cell] : []; });
  if (written.length > 0) frame.statuses.set(cellOf(frame, world, result), written);
}

/**
 * `status = get(&s); if (!IS_OK(status)) return status;` where nobody knows what IS_OK says of which answer: whether there is a
 * session in `s` is not known from here on.
 */
export function loseStatus(frame: Frame, world: World, site: Site, { arguments: given, result }: CallInstruction): void {
  if (result === null || frame.statuses.size === 0) return;
  for (const { value } of given) {
    if (value.kind !== 'load') continue;
    for (const cell of frame.statuses.get(cellOf(frame, world, value.place)) ?? []) {
      const held = world.cells.get(cell);
      if (held === undefined) continue;
      if (world.accounts.has(held)) surrender(frame, world, held);
      world.cells.set(cell, frame.table.unknown(`j${site.number}:${cell}@${iterationOf(world)}`));
    }
  }
}
