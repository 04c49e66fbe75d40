import type { Frame } from './frame.ts';
import type { Liveness } from './liveness.ts';
import { pathOfValue } from './path.ts';
import type { Cell, Value } from './value.ts';
import { isOwed, type World } from './world.ts';

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
  const mark = ++frame.mark;
  const name = (value: Value): void => {
    if (marks[value] === mark) return;
    marks[value] = mark;
    const term = table.term(value);
    switch (term.kind) {
      case 'unary': name(term.operand); return;
      case 'binary': name(term.left); name(term.right); return;
      case 'answer': term.arguments.forEach(name); return;
      case 'input': case 'address': nameRoot(term.cell); return;
      default: return;
    }
  };
  const nameRoot = (cell: Cell): void => {
    const { root } = table.cell(cell);
    if (root.kind === 'memory') name(root.of);
  };
  for (const [cell, value] of world.cells) { name(value); nameRoot(cell); }
  for (const answer of world.begun.values()) name(answer);
  for (const [pointer, session] of world.interior) if (marks[pointer] === mark) name(session);
  for (const [value, account] of world.accounts) {
    const settled = (account.state !== 'live' || account.held === 0) && account.kept === null && account.surrendered === null;
    if (settled && marks[value] !== mark && pathOfValue(frame, value) === null) { world.accounts.delete(value); continue; }
    name(value);
    if (account.lender !== null) name(account.lender);
    for (const owner of account.cached) name(owner);
  }
  const canBeAsked = (value: Value): boolean => {
    if (marks[value] === mark) return true;
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

/** Whether a cell is of a variable that is not read again from a block on. */
export function isDead(frame: Frame, live: Liveness, block: number, cell: Cell): boolean {
  const { root } = frame.table.cell(cell);
  return root.kind === 'variable' && !live.isLive(block, root.id);
}
