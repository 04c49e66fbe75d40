import { fieldOfCell } from './field-events.ts';
import type { Frame } from './frame.ts';
import type { Value } from './value.ts';

/** Whether a value that came in has the tracked type, as far as types are known. */
export function hasTrackedType(frame: Frame, value: Value): boolean {
  const term = frame.table.term(value);
  if (term.kind === 'parameter') return (frame.ir.variables[frame.ir.parameters[term.index] ?? -1]?.depth ?? 0) === 1;
  if (term.kind !== 'input') return false;
  const field = fieldOfCell(frame, term.cell);
  return field.startsWith('.') ? frame.environment.fieldDepth(field.slice(1)) === 1 : false;
}
