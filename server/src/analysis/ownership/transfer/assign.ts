import type { Place } from '../../ir/instructions.ts';
import { countedIn } from '../flow/counted.ts';
import { fieldRead, logField } from '../state/field-events.ts';
import type { Frame, Site } from '../state/frame.ts';
import { isNull, set, storedByCallee, storedIn, surrender, use } from './ledger.ts';
import { cellOf, namesOf, partsOf, read, write } from '../state/memory.ts';
import { cellName, nameOr } from '../state/naming.ts';
import type { Cell, Value } from '../state/value.ts';
import type { World } from '../state/world.ts';

const OUTLIVING = 'memory that outlives the function';

/** `place = value`: the old value may lose its last name, the new one may escape into memory that outlives the function. */
export function assignTo(frame: Frame, world: World, site: Site, place: Place, value: Value, initialiser: boolean): void {
  assignCell(frame, world, site, cellOf(frame, world, place), value, initialiser);
  if (world.accounts.has(value) && place.path.length > 0 && countedIn(frame.ir).isElement(place)) surrender(frame, world, value);
}

export function assignCell(frame: Frame, world: World, site: Site, cell: Cell, value: Value, initialiser: boolean): void {
  const before = overwrite(frame, world, site, cell, value, initialiser);
  if (before !== null) loseName(frame, world, site, before, '');
}

/** What `callee` wrote, all at once: in `*to = *from; *from = NULL;` nothing loses its last name, in whichever order the two are told. */
export function assignCells(frame: Frame, world: World, site: Site, writes: readonly { readonly cell: Cell; readonly value: Value }[], callee: string): void {
  const before = writes.map(({ cell, value }) => overwrite(frame, world, site, cell, value, false));
  for (const old of before) if (old !== null) loseName(frame, world, site, old, callee);
}

/** A value that is not in the cell any more, the name of the cell, and whether nothing is in it now. */
interface Overwritten { readonly value: Value; readonly name: string; readonly cleared: boolean }

function overwrite(frame: Frame, world: World, site: Site, cell: Cell, value: Value, initialiser: boolean): Overwritten | null {
  const old = world.cells.get(cell);
  const tracked = world.accounts.get(value);
  if (tracked !== undefined && frame.outlives(cell)) {
    if (!use(frame, world, site, value, '', 'stored')) { write(frame, world, cell, value); return null; }
    const where = cellName(frame, world, cell) || OUTLIVING;
    const event = frame.event(world, 'alias', site, where === OUTLIVING ? `stored in ${where}` : `stored in \`${where}\``, [value]);
    storedIn(frame, world, value, cell, event, old);
    logField(frame, world, site, cell, tracked.state === 'lost' || tracked.provenance === 'given' ? 'unknown' : tracked.held > 0 ? 'owned' : tracked.provenance === 'borrowed' ? 'borrowed' : 'unknown', where, tracked.source, value);
    // `list[n++] = s`: which element it is cannot be told later; containers are not asked to balance. What is only borrowed must not outlive its owner in any.
    if (isElement(frame, cell)) {
      if (tracked.held === 0 && tracked.provenance === 'borrowed') storedByCallee(world, value);
      else surrender(frame, world, value);
    }
  } else if (tracked !== undefined && isElement(frame, cell)) {
    surrender(frame, world, value);
  } else if (frame.isCleanedUp(cell)) {
    if (tracked === undefined || tracked.held === 0) surrender(frame, world, value);
  } else if (tracked !== undefined && !frame.isTemporary(cell) && !initialiser && namesOf(frame, world, value).length > 0 && old !== value) {
    frame.event(world, 'alias', site, `${cellName(frame, world, cell) === '' ? 'another name' : `\`${cellName(frame, world, cell)}\``} is now a name of the same session`, [value]);
  }
  else if (frame.outlives(cell)) logField(frame, world, site, cell, isNull(frame, world, value) ? 'cleared' : 'unknown', cellName(frame, world, cell), fieldRead(frame, value));
  const before = old !== undefined && old !== value ? { value: old, name: cellName(frame, world, cell), cleared: isNull(frame, world, value) } : null;
  write(frame, world, cell, value);
  return before;
}

/** `*entry = item`: a struct whose parts are known is assigned part by part. */
export function assignStruct(frame: Frame, world: World, site: Site, from: Cell, to: Cell): void {
  const parts = partsOf(frame, world, from, to);
  write(frame, world, to, read(frame, world, from));
  for (const part of parts) assignCell(frame, world, site, part.to, part.value, false);
}

/** An element, or a part of one, whose index is not a constant, or of an array that the function goes through: `fill(&v[0]); for (i = 0; i < 2; i++) drop(&v[i]);`. */
export function isElement(frame: Frame, cell: Cell): boolean {
  const { root } = frame.table.cell(cell);
  const counted = root.kind === 'variable' && countedIn(frame.ir).goesThrough(root.id);
  for (let at = cell; at >= 0; at = frame.table.cell(at).parent) if (frame.table.cell(at).selector.startsWith(counted ? '[' : '[#')) return true;
  return false;
}

/** One name of a value is gone. If it was the last one of an owned reference, nobody can release it any more. */
function loseName(frame: Frame, world: World, site: Site, { value, name, cleared }: Overwritten, callee: string): void {
  const account = world.accounts.get(value);
  if (account === undefined || account.held === 0 || account.state !== 'live') return;
  const mine = account.provenance === 'owned' || account.provenance === 'given' || account.retained > 0;
  if (!mine || namesOf(frame, world, value).length > 0) return;
  // The parameter's own variable may be reused: its reference is the caller's.
  if (account.provenance === 'incoming') return;
  frame.report(world, 'leak-on-overwrite', site, value, name === '' ? nameOr(frame, world, value, 'the session') : name, { account, callee, detail: cleared ? 'cleared' : 'overwritten' });
  set(world, value, { ...account, state: 'lost' });
}
