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

/** A value that came in with a type that can be that of a session. */
export function canBeTracked(frame: Frame, value: Value): boolean {
  const term = frame.table.term(value);
  if (term.kind === 'parameter') {
    const variable = frame.ir.variables[frame.ir.parameters[term.index] ?? -1];
    return variable !== undefined && (variable.depth !== 0 || variable.type.includes('void'));
  }
  if (term.kind !== 'input') return false;
  const field = fieldOfCell(frame, term.cell);
  if (field.startsWith('.')) return frame.environment.fieldDepth(field.slice(1)) > 0;
  const root = frame.table.cell(term.cell).root;
  return root.kind === 'variable' ? (frame.ir.variables[root.id]?.depth ?? 0) > 0 : true;
}
