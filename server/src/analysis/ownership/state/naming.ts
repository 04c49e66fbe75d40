import type { Frame } from './frame.ts';
import { namesOf } from './memory.ts';
import type { Cell, Value } from './value.ts';
import type { World } from './world.ts';

const DEEPEST = 6;

/** How a C programmer would write a cell (`c->sess`), '' when there is no short way. */
export function cellName(frame: Frame, world: World, cell: Cell, depth = 0): string {
  const shape = frame.table.cell(cell);
  if (depth > DEEPEST) return '';
  if (shape.parent < 0) {
    if (shape.root.kind === 'variable') return frame.variableName(shape.root.id);
    const pointer = valueName(frame, world, shape.root.of, depth + 1);
    return pointer === '' ? '' : `*${pointer}`;
  }
  const selector = shape.selector.startsWith('[#') ? '[...]' : shape.selector;
  const parent = frame.table.cell(shape.parent);
  if (parent.parent < 0 && parent.root.kind === 'memory') {
    const pointer = valueName(frame, world, parent.root.of, depth + 1);
    if (pointer === '') return '';
    return selector.startsWith('.') ? `${pointer}->${selector.slice(1)}` : `${pointer}${selector}`;
  }
  const whole = cellName(frame, world, shape.parent, depth + 1);
  return whole === '' ? '' : `${whole}${selector}`;
}

/** The shortest name a value has now, or had when it came in; '' when it never had one. */
export function valueName(frame: Frame, world: World, value: Value, depth = 0): string {
  if (depth > DEEPEST) return '';
  const names = namesOf(frame, world, value)
    .map((cell) => ({ cell, name: cellName(frame, world, cell, depth + 1) }))
    .filter(({ name }) => name !== '')
    .sort((a, b) => a.name.length - b.name.length || (a.name < b.name ? -1 : 1));
  if (names[0] !== undefined) return names[0].name;
  const term = frame.table.term(value);
  switch (term.kind) {
    case 'parameter': return frame.variableName(frame.ir.parameters[term.index] ?? -1);
    case 'input': return cellName(frame, world, term.cell, depth + 1);
    case 'result': return term.callee === '' ? '' : `${term.callee}()`;
    case 'address': { const name = cellName(frame, world, term.cell, depth + 1); return name === '' ? '' : `&${name}`; }
    default: return '';
  }
}

export function nameOr(frame: Frame, world: World, value: Value, otherwise: string): string {
  const name = valueName(frame, world, value);
  if (name !== '') return name;
  const label = world.accounts.get(value)?.label ?? '';
  return label === '' ? otherwise : label;
}

/** As `nameOr`, in backticks when it is a name. */
export function quoted(frame: Frame, world: World, value: Value, otherwise: string): string {
  const name = nameOr(frame, world, value, '');
  return name === '' ? otherwise : `\`${name}\``;
}
