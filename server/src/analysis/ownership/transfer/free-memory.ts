import type { Operand, Place } from '../../ir/instructions.ts';
import type { FunctionModel, ParameterModel } from '../../model/effects.ts';
import type { Frame, Site } from '../state/frame.ts';
import { namesOf } from '../state/memory.ts';
import { cellName, nameOr } from '../state/naming.ts';
import type { Cell, Value } from '../state/value.ts';
import type { World } from '../state/world.ts';
import { forget, set } from './ledger.ts';

/** A call that frees memory, or an object that is not counted: nothing is held in it any more, and nothing will be released through it. O(cells). */
export function freeMemory(frame: Frame, world: World, site: Site, model: FunctionModel, parameter: ParameterModel, value: Value, written: Operand | undefined): void {
  const session = world.interior.get(value);
  if (session !== undefined) {
    const account = world.accounts.get(session) ?? null;
    frame.report(world, 'interior-freed', site, value, nameOr(frame, world, value, 'the pointer'), { account, callee: model.name, holder: nameOr(frame, world, session, 'the session'), about: [value, session] });
    world.interior.delete(value);
    return;
  }
  const account = world.accounts.get(value);
  if (account !== undefined && account.state !== 'lost' && (account.provenance !== 'incoming' || account.retained > 0)) {
    frame.report(world, 'wrong-deallocator', site, value, nameOr(frame, world, value, 'the session'), { account, callee: model.name });
    set(world, value, { ...account, state: 'lost' });
    return;
  }
  const target = frame.table.target(value);
  const plain = model.returns.kind !== 'memory' && parameter.destroys !== true;
  const alone = plain && isKeptHere(frame, written);
  for (const [cell, held] of [...world.cells]) {
    if (!frame.table.isWithin(cell, target)) continue;
    const name = cellName(frame, world, cell);
    world.cells.delete(cell);
    const owned = alone ? world.accounts.get(held) : undefined;
    // `s = e->sess; SSL_SESSION_free(e->sess); free(e); return s;`: what is gone stays gone.
    if (world.accounts.get(held)?.state === 'gone' && namesOf(frame, world, held).some((other) => frame.isLocal(other))) continue;
    if (owned?.state !== 'live' || owned.held === 0 || owned.provenance !== 'owned') forget(frame, world, held);
    else if (isOnlyNamedIn(frame, world, held, target)) {
      frame.report(world, 'leak', site, held, name, { account: owned, callee: model.name, holder: nameOr(frame, world, value, ''), detail: 'freed' });
      forget(frame, world, held);
    }
  }
  world.scrambled.add(value);
  if (plain) frame.freed.add(value);
}

/** `e->sess = SSL_get1_session(ssl); if ((e->key = strdup(key)) == NULL) { free(e); return NULL; }` */
function isOnlyNamedIn(frame: Frame, world: World, value: Value, target: Cell): boolean {
  return namesOf(frame, world, value).every((name) => frame.table.isWithin(name, target));
}

/**
 * Memory that a local variable points at and that no other function was given: `conn_close(c); free(c);` may have released what was in it,
 * whatever is known of the ways through conn_close(), and `memcpy(larger, c, n); free(c);` leaves it somewhere else. O(instructions).
 */
function isKeptHere(frame: Frame, written: Operand | undefined): boolean {
  if (written?.kind !== 'load' || written.place.path.length > 0) return false;
  const { base } = written.place;
  return !frame.ir.blocks.some((block) => block.instructions.some((instruction) => (
    instruction.op === 'call' && instruction.arguments.some(({ value }, index) => (value.kind === 'load' || value.kind === 'address') && value.place.base === base
      && (value.kind === 'address' || value.place.path.length === 0) && !isDoneWith(frame, instruction.callee, index)))));
}

/** A call that only frees or clears what it is given. */
function isDoneWith(frame: Frame, callee: string | Place, index: number): boolean {
  const effect = typeof callee === 'string' ? frame.environment.modelOf(callee)?.parameters[index]?.effect : undefined;
  return effect === 'free' || effect === 'zero';
}
