import type { Account } from '../state/account.ts';
import type { Frame } from '../state/frame.ts';
import type { Liveness } from '../flow/liveness.ts';
import { pathOfValue } from '../state/path.ts';
import type { Cell, Value } from '../state/value.ts';
import { isBooked, isOwed, type World } from '../state/world.ts';

/**
 * Forgets what no later instruction can ask for: variables that are not read again before they are written, what was
 * decided about values that nothing names any more, and objects that are settled and have no name. Worlds get small,
 * and those that differed only in the past become equal and are merged. What came in is kept for the summary, an owned
 * object and its names for the exit. O(cells + facts).
 */
export function tidy(frame: Frame, world: World, live: Liveness, block: number): void {
  const { table } = frame;
  for (const [cell, value] of world.cells) {
    if (isDead(frame, live, block, cell) && !isOwed(world, value)) world.cells.delete(cell);
  }
  const { marks } = frame;
  const named = frame.mark += 2;
  const asked = named - 1;
  const ask = (value: Value): void => { if ((marks[value] ?? 0) < asked) mark(value, asked); };
  const name = (value: Value): void => { if ((marks[value] ?? 0) < named) mark(value, named); };
  const mark = (value: Value, as: number): void => {
    marks[value] = as;
    const term = table.term(value);
    switch (term.kind) {
      case 'unary': ask(term.operand); return;
      // `p + 1` leads to what p leads to; `p != NULL` only asks about p.
      case 'binary': for (const operand of [term.left, term.right]) if (as === named && (term.operator === '+' || term.operator === '-')) name(operand); else ask(operand); return;
      case 'answer': term.arguments.forEach(ask); return;
      case 'input': case 'address': nameRoot(term.cell); return;
      default: return;
    }
  };
  const nameRoot = (cell: Cell): void => {
    const { root } = table.cell(cell);
    if (root.kind === 'memory') name(root.of);
  };
  // `s->time = now; ... SSL_SESSION_free(s); s = NULL;`: nothing leads to that memory any more.
  const astray = new Map<Value, Cell[]>();
  for (const [cell, value] of world.cells) {
    const { root } = table.cell(cell);
    if (root.kind === 'variable' || isLedTo(frame, root.of) || isBooked(world, value) || table.term(value).kind === 'parameter') { name(value); nameRoot(cell); continue; }
    const others = astray.get(root.of);
    if (others === undefined) astray.set(root.of, [cell]);
    else others.push(cell);
  }
  // Mostly once: `p->next->next` was reached after `p->next`.
  for (let found = astray.size > 0; found;) {
    found = false;
    for (const [pointer, cells] of astray) {
      if (marks[pointer] !== named) continue;
      for (const cell of cells) name(world.cells.get(cell) ?? table.zero);
      astray.delete(pointer);
      found = true;
    }
  }
  for (const cells of astray.values()) for (const cell of cells) world.cells.delete(cell);
  for (const answer of world.begun.values()) name(answer);
  for (const [pointer, session] of world.interior) if (marks[pointer] === named) name(session);
  for (const [value, account] of world.accounts) {
    if (marks[value] !== named && isSettled(frame, value, account)) { world.accounts.delete(value); continue; }
    name(value);
    if (account.lender !== null) name(account.lender);
    for (const owner of account.cached) name(owner);
  }
  const canBeAsked = (value: Value): boolean => {
    if ((marks[value] ?? 0) >= asked) return true;
    const term = table.term(value);
    switch (term.kind) {
      case 'result': case 'unknown': case 'uninitialised': return false;
      case 'unary': return canBeAsked(term.operand);
      case 'binary': return canBeAsked(term.left) && canBeAsked(term.right);
      case 'answer': return term.arguments.every(canBeAsked);
      // Memory can be read again as long as something leads to it.
      case 'input': case 'address': {
        const { root } = table.cell(term.cell);
        return root.kind === 'memory' ? canBeAsked(root.of) : live.isLive(block, root.id);
      }
      default: return true;
    }
  };
  for (const value of world.facts.keys()) if (!canBeAsked(value)) world.facts.delete(value);
}

/** Whether memory can be reached through a pointer that this function did not make or get: by name, or by the caller. */
function isLedTo(frame: Frame, pointer: Value): boolean {
  const term = frame.table.term(pointer);
  if (term.kind === 'result' || term.kind === 'unknown') return false;
  if (term.kind !== 'input' && term.kind !== 'address') return true;
  const { root } = frame.table.cell(term.cell);
  return root.kind === 'variable' || isLedTo(frame, root.of);
}

/** Whether nothing more can be said of an object that nothing names: here, and to callers when it came in. */
function isSettled(frame: Frame, value: Value, account: Account): boolean {
  if (account.kept !== null || account.surrendered !== null) return false;
  if (pathOfValue(frame, value) === null) return account.state !== 'live' || account.held === 0;
  return account.provenance === 'incoming' && account.state === 'live' && account.held === 0 && account.adopted === 0 && account.stored === null
    && account.others.every((other) => !other.startsWith('owner:') || pathOfValue(frame, Number(other.slice('owner:'.length))) === null);
}

/** Whether a cell is of a variable that is not read again from a block on. */
export function isDead(frame: Frame, live: Liveness, block: number, cell: Cell): boolean {
  const { root } = frame.table.cell(cell);
  return root.kind === 'variable' && !live.isLive(block, root.id);
}
