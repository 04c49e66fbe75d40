import type { Frame } from './frame.ts';
import { read } from './memory.ts';
import type { Cell, Value } from './value.ts';
import type { World } from './world.ts';

/**
 * How two functions speak about one piece of memory: from a parameter, a global or the preprocessor configuration,
 * through `*` (what it points at), `.field` and `[index]`. `p0 * .sess` is what `arg0->sess` names.
 */
export interface Path {
  readonly root: { readonly kind: 'parameter'; readonly index: number } | { readonly kind: 'global' | 'configuration'; readonly name: string };
  readonly steps: readonly string[];
}

const LONGEST = 8;

/** Path of a value that came in, null for any other. */
export function pathOfValue(frame: Frame, value: Value): Path | null {
  const term = frame.table.term(value);
  if (term.kind === 'parameter') return { root: { kind: 'parameter', index: term.index }, steps: [] };
  if (term.kind === 'configuration') return { root: { kind: 'configuration', name: term.name }, steps: [] };
  if (term.kind === 'input') return pathOfCell(frame, term.cell);
  return null;
}

/** Path of a cell that outlives the function, null for any other. */
export function pathOfCell(frame: Frame, cell: Cell): Path | null {
  const selectors: string[] = [];
  let at = cell;
  for (let shape = frame.table.cell(at); shape.parent >= 0; shape = frame.table.cell(at)) {
    if (shape.selector.includes('#')) return null;
    selectors.unshift(shape.selector);
    at = shape.parent;
  }
  const { root } = frame.table.cell(at);
  if (root.kind === 'memory') {
    const pointer = pathOfValue(frame, root.of);
    if (pointer === null || pointer.steps.length + selectors.length >= LONGEST) return null;
    return { root: pointer.root, steps: [...pointer.steps, '*', ...selectors] };
  }
  const kind = frame.ir.variables[root.id]?.kind;
  if (root.id < -1 || kind === 'global') return { root: { kind: 'global', name: frame.variableName(root.id) }, steps: selectors };
  return null;
}

export function showPath(path: Path): string {
  const root = path.root.kind === 'parameter' ? `p${path.root.index}` : path.root.name;
  return [root, ...path.steps].join(' ');
}

/** The cell a path of a callee denotes at a call with these arguments; null for the argument itself. */
export function cellAt(frame: Frame, world: World, path: Path, values: readonly Value[]): Cell | null {
  let cell: Cell | null = path.root.kind === 'global' ? frame.global(path.root.name) : null;
  let value: Value = path.root.kind === 'parameter' ? values[path.root.index] ?? frame.table.zero : frame.table.zero;
  let previous = '';
  for (const step of path.steps) {
    if (step === '*') {
      if (cell !== null) value = read(frame, world, cell);
      cell = frame.table.target(value);
    } else if (cell !== null) cell = previous === '*' ? frame.table.element(cell, step) : frame.table.part(cell, step);
    previous = step;
  }
  return cell;
}

export function valueAt(frame: Frame, world: World, path: Path, values: readonly Value[]): Value {
  if (path.root.kind === 'configuration') return frame.table.named('configuration', path.root.name);
  const cell = cellAt(frame, world, path, values);
  if (cell !== null) return read(frame, world, cell);
  return path.root.kind === 'parameter' ? values[path.root.index] ?? frame.table.zero : frame.table.zero;
}
