import type { Account } from '../state/account.ts';
import { noteAdded } from './added.ts';
import { checkContract } from './contract.ts';
import type { Frame, Site } from '../state/frame.ts';
import { foundIn, isNull, set, use } from './ledger.ts';
import { markedBeside } from '../state/flags.ts';
import { outlivingNames } from '../state/memory.ts';
import { cellName, nameOr } from '../state/naming.ts';
import type { Cell, Value } from '../state/value.ts';
import type { World } from '../state/world.ts';

/** The book-keeping when the function returns: what it still owes is leaked, what it leaves behind must be owned. */
export function checkExit(frame: Frame, world: World, site: Site, returned: Value | null): void {
  if (returned !== null) use(frame, world, site, returned, '', 'returned');
  if (frame.role !== null) checkContract(frame, world, site, frame.role, returned);
  for (const [value, account] of [...world.accounts]) {
    const cells = outlivingNames(frame, world, value);
    if (account.state === 'gone') checkLeftBehind(frame, world, value, account, cells);
    if (account.state === 'ended' && !account.perhaps) checkLeftBehind(frame, world, value, account, cells);
    if (account.kept !== null) checkKeptBorrow(frame, world, value, account, account.kept);
    if (account.retained > 0) noteAdded(frame, world, site, value, nameAtOrigin(frame, world, value, account), account, cells.filter((cell) => !isOwnCell(frame, cell, value)).length + (isReturned(frame, returned, value, world) ? 1 : 0));
    if (account.state !== 'live') continue;
    if (account.held > 0) checkOwed(frame, world, site, value, account, cells.length + cleanedUpNames(frame, world, value) + (isReturned(frame, returned, value, world) ? 1 : 0));
    else checkStoredBorrow(frame, world, value, account, cells);
  }
}

/** `c->sess` has the reference that it came with. */
function isOwnCell(frame: Frame, cell: Cell, value: Value): boolean {
  const term = frame.table.term(value);
  return term.kind === 'input' && term.cell === cell;
}

/** `g_autoptr(T) s = f();`: how many such variables hold it. */
function cleanedUpNames(frame: Frame, world: World, value: Value): number {
  let names = 0;
  for (const [cell, held] of world.cells) if (held === value && frame.isCleanedUp(cell)) names++;
  return names;
}

/** Returned itself, or inside a struct that is returned by value. */
function isReturned(frame: Frame, returned: Value | null, value: Value, world: World): boolean {
  if (returned === null) return false;
  if (returned === value) return true;
  const term = frame.table.term(returned);
  const whole = term.kind === 'input' ? term.cell : term.kind === 'address' ? term.cell : -1;
  if (whole < 0) return false;
  for (const [cell, held] of world.cells) if (held === value && frame.table.isWithin(cell, whole)) return true;
  return false;
}

function checkOwed(frame: Frame, world: World, site: Site, value: Value, account: Account, places: number): void {
  if (account.provenance === 'incoming' || account.provenance === 'given' || account.provenance === 'sentinel') return;
  if (places > 0 && (account.held <= places || account.retained === 0)) return;
  if (account.origin !== null && !wasNamed(frame, world, value)) {
    const { range, statement } = account.origin;
    // `SSL_SESSION_up_ref(SSL_get_session(ssl))`: the result was only borrowed, it is the added reference that is lost.
    const added = account.provenance !== 'owned';
    frame.report({ ...world, trace: account.origin }, added ? 'leak' : 'result-dropped', { range, statement, number: -1 }, value, nameAtOrigin(frame, world, value, account), { account, detail: added ? 'extra' : '' });
    return;
  }
  frame.report(world, 'leak', site, value, nameAtOrigin(frame, world, value, account), {
    account, detail: places > 0 ? 'extra' : frame.ir.name === 'main' ? 'main' : '',
  });
}

/** A value that no variable of the program ever held: `use(SSL_get1_session(ssl))`. */
function wasNamed(frame: Frame, world: World, value: Value): boolean {
  for (const [cell, held] of world.cells) if (held === value && !frame.isTemporary(cell)) return true;
  return false;
}

function nameAtOrigin(frame: Frame, world: World, value: Value, account: Account): string {
  return nameOr(frame, world, value, account.label === '' ? 'the session' : account.label);
}

function checkStoredBorrow(frame: Frame, world: World, value: Value, account: Account, cells: readonly Cell[]): void {
  if (account.stored === null || account.stored.judged || (account.provenance !== 'borrowed' && account.provenance !== 'lent')) return;
  const cell = cells.find((candidate) => candidate === account.stored?.cell);
  if (cell === undefined || account.lender === null && account.provenance === 'borrowed') return;
  // `*out = SSL_get_session(ssl)`: a getter that answers through a parameter; its callers know that they borrow.
  const shape = frame.table.cell(cell);
  if (shape.parent < 0 && shape.root.kind === 'memory' && frame.table.term(shape.root.of).kind === 'parameter') return;
  const { event } = account.stored;
  const holder = account.lender === null ? '' : nameOr(frame, world, account.lender, '');
  frame.report({ ...world, trace: event }, 'borrow-stored', { range: event.range, statement: event.statement, number: -1 }, value, cellName(frame, world, cell) || 'memory', { account, holder, marked: markedBeside(frame, world, cell) });
  set(world, value, { ...account, stored: null });
}

/** A borrow that a function of the project stored in its own memory, and that nobody was asked about since. */
function checkKeptBorrow(frame: Frame, world: World, value: Value, account: Account, { name, event, marked }: NonNullable<Account['kept']>): void {
  const holder = account.lender === null ? '' : nameOr(frame, world, account.lender, '');
  frame.report({ ...world, trace: event }, 'borrow-stored', { range: event.range, statement: event.statement, number: -1 }, value, name, { account, holder, marked });
  set(world, value, { ...account, kept: null });
}

/** A released session that this function itself stored, or found, in memory that outlives it. */
function checkLeftBehind(frame: Frame, world: World, value: Value, account: Account, cells: readonly Cell[]): void {
  const cell = cells.find((candidate) => !isInReleased(frame, world, candidate));
  if (cell === undefined || account.end === null || isNull(frame, world, value)) return;
  const site: Site = { range: account.end.range, statement: account.end.statement, number: -1 };
  const incoming = account.provenance === 'incoming';
  if (incoming && frame.table.term(value).kind !== 'input' && foundIn(frame, world, value) === undefined) return;
  if (account.state === 'ended') {
    if (account.stored === null || !cells.includes(account.stored.cell)) return;
    frame.report({ ...world, trace: account.end }, 'use-after-owner', site, value, cellName(frame, world, account.stored.cell) || 'memory', { account, detail: isPlainVariable(frame, account.stored.cell) && account.stored.replaced !== 'initial' ? 'left in global' : 'left', holder: account.lender === null ? '' : nameOr(frame, world, account.lender, '') });
    return;
  }
  frame.report({ ...world, trace: account.end }, incoming ? 'field-left-dangling' : 'use-after-release', site, value, cellName(frame, world, cell) || 'memory', { account, detail: frame.table.cell(cell).root.kind === 'variable' ? 'left in global' : 'left' });
}

/** A global that is no struct and no array. */
function isPlainVariable(frame: Frame, cell: Cell): boolean {
  const { root, parent } = frame.table.cell(cell);
  return root.kind === 'variable' && parent < 0;
}

/** `next = s->next; SSL_SESSION_free(s);`: nobody can reach `s->next` any more, so it is of no interest where it points. */
function isInReleased(frame: Frame, world: World, cell: Cell): boolean {
  const { root } = frame.table.cell(cell);
  return root.kind === 'memory' && world.accounts.get(root.of)?.state === 'gone';
}
