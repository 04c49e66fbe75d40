import type { FunctionIr, Range } from '../../ir/instructions.ts';
import type { Account, Stored } from './account.ts';
import { beforeOf, type Before } from './before.ts';
import type { Event } from './event.ts';
import { askedBeside } from './flags.ts';
import type { Cell, Value } from './value.ts';
import type { Frame, Site } from './frame.ts';
import type { World } from './world.ts';

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
  /** It is a member of memory that this function made. */
  readonly fresh: boolean;
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
    field, kind, function: frame.ir, range: site.range, statement: site.statement, name, trace: world.trace, source, before: beforeOf(frame, world, cell), fresh: isFresh(frame, cell), account,
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
    before: 'settled', fresh: isFresh(frame, cell), account, asked: [],
  });
}

function holdsSessions(frame: Frame, field: string, cell: Cell): boolean {
  if (field.startsWith('{')) return true;
  if (field.startsWith('.')) return frame.environment.fieldDepth(field.slice(1)) !== 0;
  const root = frame.table.cell(cell).root;
  return root.kind !== 'variable' || root.id < -1 || (frame.ir.variables[root.id]?.depth ?? 0) > 0;
}

/** A member, at whatever depth, of what `malloc()` gave. */
export function isFresh(frame: Frame, cell: Cell): boolean {
  const { root } = frame.table.cell(cell);
  const term = root.kind === 'memory' ? frame.table.term(root.of) : null;
  const model = term?.kind === 'result' ? frame.environment.modelOf(term.callee) : undefined;
  return model?.returns.kind === 'memory' && model.parameters.every((parameter) => parameter.effect !== 'free');
}
