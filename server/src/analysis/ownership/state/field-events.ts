import type { FunctionIr, Range } from '../../ir/instructions.ts';
import type { Account, Stored } from './account.ts';
import type { Event } from './event.ts';
import { factOf, isNonzero, isZero } from './facts.ts';
import { askedBeside } from './flags.ts';
import { namesOf } from './memory.ts';
import type { Cell, Value } from './value.ts';
import type { Frame, Site } from './frame.ts';
import type { World } from './world.ts';

/**
 * What a field holds at the moment it is written.
 *
 * - `empty`     NULL on this path, or in memory that is new
 * - `untouched` what was there when the function began: read on this path, not released, not handed over, no other name
 * - `present`   as `untouched`, and certainly a session: tested, or used as one
 * - `unread`    nobody looked
 * - `settled`   released, handed over, or named by another variable
 */
export type Before = 'empty' | 'untouched' | 'present' | 'unread' | 'settled';

/** One thing done to a field or global that holds sessions. What one path proves is collected over the whole project. */
export interface FieldEvent {
  /** `.name` of a member, or the name of a global. */
  readonly field: string;
  /** `withdrawn`: what this function stored, it releases again under another name. */
  readonly kind: 'owned' | 'borrowed' | 'cleared' | 'unknown' | 'release' | 'withdrawn' | 'handed-over';
  readonly function: FunctionIr;
  readonly range: Range;
  readonly statement: Range;
  /** How the code names it, e.g. `c->sess`. */
  readonly name: string;
  readonly trace: Event | null;
  /** Owned reference: the call it came from. Copy of another field: that field. */
  readonly source: string;
  /** Writes: what is lost by it. */
  readonly before: Before;
  /** What is stored. */
  readonly account: Account | null;
  /** Releases: members of the same object that were asked before, `.owned`. */
  readonly asked: readonly string[];
}

/** `.field` for a member (also of an element), the name for a global, '' for anything else. */
export function fieldOfCell(frame: Frame, cell: Cell): string {
  let at = cell;
  for (let shape = frame.table.cell(at); ; shape = frame.table.cell(at)) {
    if (shape.selector.startsWith('.')) return shape.selector;
    if (shape.selector.startsWith('{')) return slotOf(frame, shape.selector);
    if (shape.parent < 0) {
      if (shape.root.kind === 'memory') {
        // `list[i]` and `*slot`: what the pointer itself was read from.
        const term = frame.table.term(shape.root.of);
        return term.kind === 'input' ? fieldOfCell(frame, term.cell) : '';
      }
      const variable = frame.ir.variables[shape.root.id];
      return variable?.kind === 'global' || variable?.kind === 'static' ? variable.name : '';
    }
    at = shape.parent;
  }
}

/** The field or global that a value was read from when the function began, '' when it was none. */
export function fieldRead(frame: Frame, value: Value): string {
  const term = frame.table.term(value);
  return term.kind === 'input' ? fieldOfCell(frame, term.cell) : '';
}

/** `{name}` for a slot whose index is a variable; '' for any other. */
function slotOf(frame: Frame, selector: string): string {
  const term = frame.table.term(Number(selector.slice(1, -1) || -1));
  if (term.kind !== 'input') return '';
  const name = fieldOfCell(frame, term.cell);
  return name === '' ? '' : `{${name}}`;
}

export function logField(frame: Frame, world: World, site: Site, cell: Cell, kind: FieldEvent['kind'], name: string, source: string, value: Value | null = null): void {
  const field = fieldOfCell(frame, cell);
  if (field === '' || !holdsSessions(frame, field, cell)) return;
  const account = value === null ? null : world.accounts.get(value) ?? null;
  frame.fields.push({
    field, kind, function: frame.ir, range: site.range, statement: site.statement, name, trace: world.trace, source, before: beforeOf(frame, world, cell), account,
    asked: kind === 'release' ? askedBeside(frame, world, cell) : [],
  });
}

/** Not by its declared type, which may not be known. */
/** `c->sess = s; return 1;` in a callback: only what is returned says that the field owns what was stored. */
export function logKept(frame: Frame, account: Account, { cell, event }: Stored): void {
  const field = fieldOfCell(frame, cell);
  if (field === '' || !holdsSessions(frame, field, cell)) return;
  frame.fields.push({
    field, kind: 'owned', function: frame.ir, range: event.range, statement: event.statement, name: field.replace(/^\./, ''), trace: event, source: '',
    before: 'settled', account, asked: [],
  });
}

function holdsSessions(frame: Frame, field: string, cell: Cell): boolean {
  if (field.startsWith('{')) return true;
  if (field.startsWith('.')) return frame.environment.fieldDepth(field.slice(1)) !== 0;
  const root = frame.table.cell(cell).root;
  return root.kind !== 'variable' || root.id < -1 || (frame.ir.variables[root.id]?.depth ?? 0) > 0;
}

function beforeOf(frame: Frame, world: World, cell: Cell): Before {
  const { table } = frame;
  const shape = table.cell(cell);
  const old = world.cells.get(cell);
  if (old === undefined) {
    // `memset(c, 0, sizeof(*c))`, `c = malloc(...)`
    for (let at = shape.parent; at >= 0; at = table.cell(at).parent) if (world.cells.get(at) === table.zero) return 'empty';
    const pointer = shape.root.kind === 'memory' ? table.term(shape.root.of) : null;
    return pointer?.kind === 'result' ? 'empty' : 'unread';
  }
  const fact = factOf(world.facts, table, old);
  if (isZero(fact)) return 'empty';
  const term = table.term(old);
  const account = world.accounts.get(old);
  if (term.kind !== 'input' || term.cell !== cell || (account !== undefined && (account.state !== 'live' || account.adopted > 0))) return 'settled';
  if (namesOf(frame, world, old).length > 1 || isCompared(frame, world, old)) return 'settled';
  return isNonzero(fact) ? 'present' : 'untouched';
}

/** `if (c->sess == s)`: there is another name for it. `if (c->sess != s)`: s is none. */
function isCompared(frame: Frame, world: World, value: Value): boolean {
  for (const [known, fact] of world.facts) {
    const term = frame.table.term(known);
    if (term.kind !== 'binary' || (term.left !== value && term.right !== value)) continue;
    const other = frame.table.term(term.left === value ? term.right : term.left).kind;
    if (other === 'integer' || other === 'constant') continue;
    if (term.operator === '==' ? isZero(fact) : term.operator === '!=' && isNonzero(fact)) continue;
    return true;
  }
  return false;
}
