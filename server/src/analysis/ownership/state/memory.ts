import type { Operand, Place } from '../../ir/instructions.ts';
import type { Frame } from './frame.ts';
import type { Cell, Value } from './value.ts';
import type { World } from './world.ts';

/** The cell a place denotes now. Reads the pointers on the way. */
export function cellOf(frame: Frame, world: World, place: Place): Cell {
  const { table } = frame;
  let cell = table.variable(place.base);
  for (const selector of place.path) {
    switch (selector.kind) {
      case 'deref': cell = table.target(read(frame, world, cell)); break;
      case 'field': cell = table.part(cell, `.${selector.name}`); break;
      case 'index': {
        const at = table.term(evaluate(frame, world, selector.at));
        const key = at.kind === 'integer' ? `[${at.value}]` : `[#${evaluate(frame, world, selector.at)}]`;
        // `p[i]` goes through a pointer that was assigned; `array[i]` is a part of the array, also of one that was cleared as a whole.
        const pointer = world.cells.get(cell);
        cell = pointer === undefined || pointer === table.uninitialised || pointer === table.zero ? table.part(cell, key) : table.element(table.target(pointer), key);
        break;
      }
    }
  }
  return cell;
}

/** What a cell holds; a first reading gives the value it had on entry. */
export function read(frame: Frame, world: World, cell: Cell): Value {
  const known = world.cells.get(cell);
  if (known !== undefined) return known;
  const { table } = frame;
  const root = table.cell(cell).root;
  const scrambled = root.kind === 'memory' && world.scrambled.has(root.of);
  const value = isClearedMember(frame, world, cell) ? table.zero : scrambled ? table.unknown(`s${cell}`) : table.input(cell, '');
  world.cells.set(cell, value);
  return value;
}

/** `struct conn c = {0}; ... c.sess`: a member of a local struct that was cleared as a whole and that nobody wrote since. */
export function isClearedMember(frame: Frame, world: World, cell: Cell): boolean {
  const { table } = frame;
  let shape = table.cell(cell);
  if (shape.root.kind !== 'variable' || frame.ir.variables[shape.root.id]?.kind !== 'local' || world.cells.has(cell)) return false;
  // Which element of an array was written is not always known.
  while (shape.parent >= 0 && shape.selector.startsWith('.')) {
    const whole = world.cells.get(shape.parent);
    if (whole !== undefined) return whole === table.zero;
    shape = table.cell(shape.parent);
  }
  return false;
}

/** What code that is given a pointer can reach with it: of an array that decays to its first element, all of it. */
export function reachedThrough(frame: Frame, pointer: Value): Cell {
  const target = frame.table.target(pointer);
  const { selector, parent } = frame.table.cell(target);
  return selector === '[0]' ? parent : target;
}

/** Strong update: the cell holds the value, and what its parts held is forgotten. */
export function write(frame: Frame, world: World, cell: Cell, value: Value): void {
  if (frame.table.hasParts(cell)) for (const other of knownWithin(frame, world, cell)) if (other !== cell) world.cells.delete(other);
  world.cells.set(cell, value);
}

/** The known cells among `whole` and its parts, in the order in which they became known. O(1) for a cell without parts, else O(cells). */
export function knownWithin(frame: Frame, world: World, whole: Cell): Cell[] {
  if (!frame.table.hasParts(whole)) return world.cells.has(whole) ? [whole] : [];
  const cells: Cell[] = [];
  for (const cell of world.cells.keys()) if (frame.table.isWithin(cell, whole)) cells.push(cell);
  return cells;
}

/** The parts that are known of `from`, each with the same part of `to`. O(cells). */
export function partsOf(frame: Frame, world: World, from: Cell, to: Cell): { to: Cell; value: Value }[] {
  const { table } = frame;
  const parts: { to: Cell; value: Value }[] = [];
  for (const [cell, value] of world.cells) {
    if (cell === from || !table.isWithin(cell, from)) continue;
    const path: string[] = [];
    for (let at = cell; at !== from; at = table.cell(at).parent) path.unshift(table.cell(at).selector);
    parts.push({ to: path.reduce((part, selector) => table.part(part, selector), to), value });
  }
  return parts;
}

/** The number of an operand's value. Depth is bounded by the lowering. */
export function evaluate(frame: Frame, world: World, operand: Operand): Value {
  const { table } = frame;
  switch (operand.kind) {
    case 'integer': return table.integer(operand.value);
    case 'null': return table.zero;
    case 'constant': return frame.constant(operand.name);
    case 'string': return table.string();
    case 'function': return table.named('function', operand.name);
    case 'configuration': return table.named('configuration', operand.key);
    case 'load': return read(frame, world, cellOf(frame, world, operand.place));
    case 'address': return table.address(cellOf(frame, world, operand.place));
    case 'unary': return table.unary(operand.operator, evaluate(frame, world, operand.operand));
    case 'binary': return table.binary(operand.operator, evaluate(frame, world, operand.left), evaluate(frame, world, operand.right));
    case 'unknown': return table.unknown(frame.freshKey());
  }
}

/** Cells that hold a value now, temporaries of expressions left out. O(cells). */
export function namesOf(frame: Frame, world: World, value: Value): Cell[] {
  const names: Cell[] = [];
  for (const [cell, held] of world.cells) if (held === value && !frame.isTemporary(cell)) names.push(cell);
  return names;
}

/** Cells that are still there after the return and name the value. */
export function outlivingNames(frame: Frame, world: World, value: Value): Cell[] {
  const cells: Cell[] = [];
  for (const [cell, held] of world.cells) if (held === value && frame.outlives(cell)) cells.push(cell);
  return cells;
}
