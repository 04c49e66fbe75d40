import { doubt } from '../state/account.ts';
import { loseSurrendered } from './answers.ts';
import type { Frame, Site } from '../state/frame.ts';
import { forget, set, surrender, use, accountOf } from './ledger.ts';
import { knownWithin, isClearedMember, reachedThrough } from '../state/memory.ts';
import { canBeTracked } from '../state/tracked.ts';
import type { Cell, Value } from '../state/value.ts';
import { iterationOf, type World } from '../state/world.ts';

const DEEPEST = 3;
/** Unknown functions that one stored session is remembered to have been within reach of. */
const MOST_SEEING = 100;

/** Values that can point at what is known of. */
const POINTER_KINDS: ReadonlySet<string> = new Set(['address', 'result', 'parameter', 'input']);

/**
 * A call of code that is not known. What it can reach is forgotten; it never adds a finding of its own, except that a
 * dead session may not be passed to it. A name that says that the function only reads (`log_session`) is believed.
 */
export function applyUnknownCall(frame: Frame, world: World, site: Site, callee: string, values: readonly Value[]): void {
  const { model } = frame.environment;
  const reads = callee !== '' && model.readerNames.test(callee);
  const retains = callee !== '' && model.retainerNames.test(callee);
  // A call through a pointer can be a notification, whose receiver keeps what it finds.
  const ignorant = callee === '' || retains ? null : callee;
  for (const value of values) {
    const account = world.accounts.get(value);
    if (world.interior.has(value)) { use(frame, world, site, value, callee); continue; }
    if (account !== undefined) {
      if (!use(frame, world, site, value, callee)) continue;
      if (reads) { if (account.state === 'live') set(world, value, doubt(account, 'seen-by-unknown')); continue; }
      // A borrow stays one: code that keeps it for itself gives nothing to the caller. Unless its name says so.
      const borrowed = account.held === 0 && (account.provenance === 'borrowed' || account.provenance === 'lent');
      if (borrowed && !retains) { set(world, value, { ...doubt(account, 'seen-by-unknown'), kept: null }); continue; }
      surrender(frame, world, value);
      // What code that is not known did with the reference of a callback is not known, but it has no other one to give back.
      if (account.provenance === 'given' && account.state === 'live' && !retains) set(world, value, doubt(accountOf(frame, world, value), 'seen-by-unknown'));
      if (account.provenance === 'incoming') scramble(frame, world, site, value, 0, ignorant);
      continue;
    }
    // `msg_write(fd, &s)`: what is written are the bytes of the pointer.
    if (reads) { surrenderPointer(frame, world, value); continue; }
    if (canBeTracked(frame, value)) surrender(frame, world, value);
    scramble(frame, world, site, value, 0, ignorant);
  }
  if (reads) return;
  scrambleGlobals(frame, world, site, callee);
  loseHandshakes(world);
  loseSurrendered(frame, world);
}

function surrenderPointer(frame: Frame, world: World, value: Value): void {
  const term = frame.table.term(value);
  const held = term.kind === 'address' ? world.cells.get(term.cell) : undefined;
  if (held !== undefined && world.accounts.has(held)) surrender(frame, world, held);
}

/** Code that is not known may set connections up for another handshake. */
export function loseHandshakes(world: World): void {
  if (world.begun.size > 0) for (const connection of [...world.begun.keys()]) world.begun.delete(connection);
}

/**
 * Everything that can be reached through a pointer may have changed. A borrow that was put there stays when `ignorant` names the function
 * that was called: `c->sess = SSL_get_session(c->ssl); send_hello(c);`, and send_hello() need not know that there is a session.
 * `withoutMeddling` asks when more is known whether it does.
 */
export function scramble(frame: Frame, world: World, site: Site, pointer: Value, depth: number, ignorant: string | null = null): void {
  if (depth > DEEPEST) return;
  const term = frame.table.term(pointer);
  if (term.kind === 'integer' || term.kind === 'string' || term.kind === 'function' || term.kind === 'constant') return;
  const target = reachedThrough(frame, pointer);
  if (term.kind !== 'address') world.scrambled.add(pointer);
  // `struct conn c = {0}; f(&c.count);`: what was not written yet may be written now.
  if (isClearedMember(frame, world, target)) world.cells.set(target, frame.table.unknown(`x${site.number}:${target}@${iterationOf(world)}`));
  // `f(&c->field)` can reach the whole of what the field is a part of only in theory; the part is enough.
  scrambleCells(frame, world, site, knownWithin(frame, world, target), depth, ignorant === null ? null : { name: ignorant, given: target });
}

function scrambleGlobals(frame: Frame, world: World, site: Site, callee: string): void {
  const outside = callee !== '' && !frame.environment.defines(callee);
  const globals: Cell[] = [];
  for (const [cell, held] of world.cells) {
    if (frame.table.cell(cell).root.kind !== 'variable' || !frame.outlives(cell)) continue;
    if (outside && isPrivateBorrow(frame, world, cell, held)) set(world, held, doubt(accountOf(frame, world, held), 'seen-by-unknown'));
    else globals.push(cell);
  }
  scrambleCells(frame, world, site, globals, DEEPEST, null);
}

/** `static SSL_SESSION *saved; ... saved = SSL_get_session(ssl); notify(1);`: code from outside cannot get at the variable. */
function isPrivateBorrow(frame: Frame, world: World, cell: Cell, held: Value): boolean {
  if (!isBorrowIn(world, cell, held)) return false;
  const { root, parent } = frame.table.cell(cell);
  return parent < 0 && root.kind === 'variable' && frame.environment.isFileLocal(frame.variableName(root.id));
}

/** Whether a borrow, or what a callback was given, was put in a cell that outlives the function, and nothing was done about it. */
function isBorrowIn(world: World, cell: Cell, held: Value): boolean {
  const account = world.accounts.get(held);
  return account !== undefined && account.state === 'live' && account.stored?.cell === cell && account.seenBy.length < MOST_SEEING
    && (account.provenance === 'given' || (account.held === 0 && (account.provenance === 'borrowed' || account.provenance === 'lent')));
}

/**
 * A library call that may run callbacks of the program: `seen = 0; SSL_connect(ssl); if (seen)`, and when it gives out new
 * sessions also `c->sess = NULL; SSL_connect(c->ssl); use(c->sess)`. What is known of sessions stays. O(cells).
 */
export function forgetCallbacks(frame: Frame, world: World, site: Site, gives: boolean): void {
  const changed: Cell[] = [];
  for (const [cell, held] of world.cells) {
    if (!isForCallbacks(frame, cell, held, gives) || world.accounts.has(held)) continue;
    const term = frame.table.term(held);
    if (term.kind !== 'input' || term.cell !== cell) changed.push(cell);
  }
  for (const cell of changed) world.cells.set(cell, frame.table.unknown(`x${site.number}:${cell}@${iterationOf(world)}`));
}

/** Globals are what callbacks count and flag in; the sessions that they are given they put into members that were empty. */
function isForCallbacks(frame: Frame, cell: Cell, held: Value, gives: boolean): boolean {
  const { root, selector } = frame.table.cell(cell);
  if (root.kind === 'variable') return frame.ir.variables[root.id]?.kind === 'global';
  return gives && held === frame.table.zero && selector.startsWith('.') && frame.environment.fieldDepth(selector.slice(1)) > 0;
}

/** `ignorant`: borrows stay in what is a part of the cell that it was given, but not in that itself: `f(&c->sess)` is about nothing else. */
function scrambleCells(frame: Frame, world: World, site: Site, cells: readonly Cell[], depth: number, ignorant: { readonly name: string; readonly given: Cell } | null): void {
  if (cells.length === 0) return;
  const iteration = iterationOf(world);
  // What was found there, whatever is written on the way.
  const found = cells.map((cell) => world.cells.get(cell));
  for (const [position, cell] of cells.entries()) {
    const held = found[position];
    if (held === undefined) continue;
    const term = frame.table.term(held);
    // A flag that was only read keeps its value: programs test it again and mean the same.
    const untouched = term.kind === 'input' && term.cell === cell;
    const tracked = world.accounts.has(held);
    if (ignorant !== null && cell !== ignorant.given && isBorrowIn(world, cell, held)) {
      const account = doubt(accountOf(frame, world, held), 'seen-by-unknown');
      set(world, held, account.seenBy.includes(ignorant.name) ? account : { ...account, seenBy: [...account.seenBy, ignorant.name] });
      continue;
    }
    if (tracked) forget(frame, world, held);
    else if (!untouched && canBeTracked(frame, held)) surrender(frame, world, held);
    // `args.copy = copy; walk(visit, &args);`: what a pointer in there points at can be reached as well.
    else if (!untouched && depth < DEEPEST && POINTER_KINDS.has(term.kind)) scramble(frame, world, site, held, depth + 1, ignorant?.name ?? null);
    if (tracked || !untouched) world.cells.set(cell, frame.table.unknown(`x${site.number}:${cell}@${iteration}`));
  }
}
