import type { Operand } from '../../ir/instructions.ts';
import { factOf, isNonzero, isZero } from './facts.ts';
import type { Frame } from './frame.ts';
import { namesOf } from './memory.ts';
import type { Cell, Value } from './value.ts';
import type { World } from './world.ts';

/**
 * What a field holds at the moment it is written.
 *
 * - `empty`     NULL on this path, or in memory that is new
 * - `untouched` what was there when the function began: read on this path, not released, not handed over, no other name
 * - `present`   as `untouched`, and certainly a session: tested, used as one, or compared with another and different
 * - `lent`      as `present`, and the session that the library lends to this callback
 * - `unread`    nobody looked
 * - `reused`    nobody looked, but another member of the same object was freed on this path, so it had been in use
 * - `settled`   released, handed over, or named by another variable
 */
export type Before = 'empty' | 'untouched' | 'present' | 'lent' | 'unread' | 'reused' | 'settled';

/** What is known on a path of what a cell holds that is about to be written. O(cells + facts). */
export function beforeOf(frame: Frame, world: World, cell: Cell): Before {
  const { table } = frame;
  const shape = table.cell(cell);
  const old = world.cells.get(cell);
  if (old === undefined) {
    // `memset(c, 0, sizeof(*c))`, `c = malloc(...)`
    for (let at = shape.parent; at >= 0; at = table.cell(at).parent) if (world.cells.get(at) === table.zero) return 'empty';
    const pointer = shape.root.kind === 'memory' ? table.term(shape.root.of) : null;
    if (pointer?.kind === 'result') return 'empty';
    return isReused(frame, world, cell) ? 'reused' : 'unread';
  }
  const fact = factOf(world.facts, table, old);
  if (isZero(fact)) return 'empty';
  const term = table.term(old);
  const account = world.accounts.get(old);
  if (term.kind !== 'input' || term.cell !== cell || (account !== undefined && (account.state !== 'live' || account.adopted > 0))) return 'settled';
  if (namesOf(frame, world, old).length > 1) return 'settled';
  const compared = comparisonOf(frame, world, old);
  if (compared === 'same') return 'settled';
  if (compared === 'lent') return 'lent';
  return isNonzero(fact) || compared === 'different' ? 'present' : 'untouched';
}

/** `if (c->sess == s)`: there is another name for it, unless s is only lent. `if (c->sess != s)`: s is none, and it is worth asking. */
function comparisonOf(frame: Frame, world: World, value: Value): 'same' | 'lent' | 'different' | null {
  let answer: 'lent' | 'different' | null = null;
  for (const [known, fact] of world.facts) {
    const term = frame.table.term(known);
    if (term.kind !== 'binary' || (term.left !== value && term.right !== value)) continue;
    const other = term.left === value ? term.right : term.left;
    const { kind } = frame.table.term(other);
    if (kind === 'integer' || kind === 'constant') continue;
    if (term.operator === '==' ? isZero(fact) : term.operator === '!=' && isNonzero(fact)) { answer ??= 'different'; continue; }
    if (world.accounts.get(other)?.provenance !== 'lent' || !isOnlyLookedAt(frame, other)) return 'same';
    answer = 'lent';
  }
  return answer;
}

/** `if (mine == s) { mine = NULL; SSL_SESSION_free(s); }`: what is compared may be released by the other name later. O(instructions). */
function isOnlyLookedAt(frame: Frame, value: Value): boolean {
  const term = frame.table.term(value);
  const variable = term.kind === 'parameter' ? frame.ir.parameters[term.index] : undefined;
  const isIt = (operand: Operand): boolean => operand.kind === 'load' && operand.place.base === variable && operand.place.path.length === 0;
  return frame.ir.blocks.every((block) => block.instructions.every((instruction) => {
    if (instruction.op === 'assign') return !isIt(instruction.value);
    if (instruction.op !== 'call') return instruction.op !== 'escape';
    const model = typeof instruction.callee === 'string' ? frame.environment.modelOf(instruction.callee) : undefined;
    return instruction.arguments.every((argument, index) => !isIt(argument.value) || (model !== undefined && (model.parameters[index] ?? model.rest)?.effect === 'use'));
  }));
}

/** `free(e->host); e->host = strdup(host); e->sess = SSL_get1_session(ssl);` */
function isReused(frame: Frame, world: World, cell: Cell): boolean {
  const { table } = frame;
  const { parent, root } = table.cell(cell);
  if (parent < 0 || frame.freed.size === 0 || (root.kind === 'memory' && world.scrambled.has(root.of))) return false;
  for (const value of frame.freed) {
    const term = table.term(value);
    if (term.kind === 'input' && world.scrambled.has(value) && term.cell !== cell && table.cell(term.cell).parent === parent) return true;
  }
  return false;
}
