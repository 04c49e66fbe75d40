import type { FunctionIr, Range } from './instructions.ts';

/**
 * Moves every range of these functions, in place: what was found in them refers to the same ranges and moves along. `from` is the
 * offset where the item begins before the move. Linear in the size of the functions.
 */
export function shift(functions: readonly FunctionIr[], from: number, by: number): void {
  const moved = new Set<Range>();
  // Readings of one function may share a range.
  const move = (range: Range): void => {
    if (range.start < from || moved.has(range)) return;
    moved.add(range);
    const movable = range as { start: number; end: number };
    movable.start += by;
    movable.end += by;
  };
  for (const f of functions) {
    move(f.range);
    move(f.nameRange);
    move(f.bodyRange);
    for (const variable of f.variables) move(variable.range);
    for (const { instructions, end } of f.blocks) {
      for (const instruction of instructions) {
        move(instruction.range);
        move(instruction.statement);
        if (instruction.op === 'call') for (const argument of instruction.arguments) move(argument.range);
      }
      if (end.kind === 'branch' || end.kind === 'return' || end.kind === 'end') move(end.range);
      if (end.kind === 'return') move(end.statement);
    }
  }
}
