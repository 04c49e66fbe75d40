import type { FunctionIr, Range } from '../ir/instructions.ts';
import type { Event } from './event.ts';
import type { Cell } from './value.ts';
import type { Frame, Site } from './frame.ts';
import type { World } from './world.ts';

/** One thing done to a field or global that holds sessions. What one path proves is collected over the whole project. */
export interface FieldEvent {
  /** `.name` of a member, or the name of a global. */
  readonly field: string;
  readonly kind: 'owned' | 'borrowed' | 'cleared' | 'unknown' | 'release' | 'handed-over';
  readonly function: FunctionIr;
  readonly range: Range;
  readonly statement: Range;
  /** How the code names it, e.g. `c->sess`. */
  readonly name: string;
  readonly trace: Event | null;
  /** Owned reference: the call it came from. */
  readonly source: string;
}

/** `.field` for a member (also of an element), the name for a global, '' for anything else. */
export function fieldOfCell(frame: Frame, cell: Cell): string {
  let at = cell;
  for (let shape = frame.table.cell(at); ; shape = frame.table.cell(at)) {
    if (shape.selector.startsWith('.')) return shape.selector;
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

export function logField(frame: Frame, world: World, site: Site, cell: Cell, kind: FieldEvent['kind'], name: string, source: string): void {
  const field = fieldOfCell(frame, cell);
  if (field === '') return;
  frame.fields.push({ field, kind, function: frame.ir, range: site.range, statement: site.statement, name, trace: world.trace, source });
}
