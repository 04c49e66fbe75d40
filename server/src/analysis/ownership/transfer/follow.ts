import type { Instruction, Place, Terminator } from '../../ir/instructions.ts';
import { placesOf } from '../flow/places.ts';
import type { Frame, Site } from '../state/frame.ts';
import { use } from './ledger.ts';
import type { Cell, Value } from '../state/value.ts';
import type { World } from '../state/world.ts';

/**
 * `s = s->next;`: to reach a member is to use the session. Only of a session whose last known reference was released is anything
 * said. O(size of the instruction).
 */
export function checkFollowed(frame: Frame, world: World, site: Site, at: Instruction | Terminator): void {
  if (!someGone(world)) return;
  for (const place of placesOf(at)) {
    for (const value of followed(frame, world, place)) {
      if (world.accounts.get(value)?.state === 'gone') use(frame, world, site, value, '');
    }
  }
}

function someGone(world: World): boolean {
  for (const account of world.accounts.values()) if (account.state === 'gone') return true;
  return false;
}

/** The pointers that are followed to members on the way to a place, as far as they are known. */
function followed(frame: Frame, world: World, place: Place): Value[] {
  const values: Value[] = [];
  let cell: Cell = frame.table.variable(place.base);
  for (const [index, selector] of place.path.entries()) {
    if (selector.kind === 'index') break;
    if (selector.kind === 'field') { cell = frame.table.part(cell, `.${selector.name}`); continue; }
    const value = world.cells.get(cell);
    if (value === undefined) break;
    if (place.path[index + 1]?.kind === 'field') values.push(value);
    cell = frame.table.target(value);
  }
  return values;
}
