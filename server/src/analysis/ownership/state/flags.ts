import type { BinaryOperator } from '../../ir/instructions.ts';
import { isAnything } from './facts.ts';
import type { Frame } from './frame.ts';
import type { Cell, Value } from './value.ts';
import type { World } from './world.ts';

/** What a flag is asked with: `c->owned`, `c->flags & OWNED`, `c->kind == OWNED`. */
const ASKS: ReadonlySet<BinaryOperator> = new Set(['&', '==', '!=']);

/** Names of the members beside this one that were asked on the way: `if (c->owned) release(c->sess);`. O(facts). */
export function askedBeside(frame: Frame, world: World, cell: Cell): readonly string[] {
  const { parent } = frame.table.cell(cell);
  if (parent < 0) return [];
  const names = new Set<string>();
  const note = (value: Value, depth: number): void => {
    const term = frame.table.term(value);
    if (term.kind === 'input' && term.cell !== cell && frame.table.cell(term.cell).parent === parent) names.add(frame.table.cell(term.cell).selector);
    if (term.kind === 'binary' && ASKS.has(term.operator) && depth > 0) { note(term.left, depth - 1); note(term.right, depth - 1); }
  };
  for (const [value, fact] of world.facts) if (!isAnything(fact)) note(value, 2);
  return [...names];
}

/** Names of the members beside this one that now hold a constant, a number that was passed, or bits that were set or cleared: `c->owned = 0`. O(cells). */
export function markedBeside(frame: Frame, world: World, cell: Cell): readonly string[] {
  const { parent } = frame.table.cell(cell);
  const names: string[] = [];
  if (parent < 0) return names;
  for (const [other, value] of world.cells) {
    const shape = frame.table.cell(other);
    if (other === cell || shape.parent !== parent) continue;
    if (isMark(frame, value, DEEPEST)) names.push(shape.selector);
  }
  return names;
}

const DEEPEST = 3;

/** A number that does not depend on what memory held before, but for bits that are set or cleared in it: `take != 0`, `c->flags & ~OWNED`. */
function isMark(frame: Frame, value: Value, depth: number): boolean {
  const term = frame.table.term(value);
  switch (term.kind) {
    case 'integer': case 'constant': return true;
    case 'parameter': return frame.ir.variables[frame.ir.parameters[term.index] ?? -1]?.type.includes('*') === false;
    case 'unary': return depth > 0 && isMark(frame, term.operand, depth - 1);
    case 'binary': return term.operator === '&' || term.operator === '|' || (depth > 0 && isMark(frame, term.left, depth - 1) && isMark(frame, term.right, depth - 1));
    default: return false;
  }
}
