import type { FunctionIr } from '../../ir/instructions.ts';
import type { SliceContext } from '../flow/slice.ts';
import type { EffectSummary } from '../state/summary.ts';

const LIST = 'va_list';
/** They set a list of arguments up; what is in it they do not look at. */
const HANDLES: ReadonlySet<string> = new Set(['va_start', 'va_end', 'va_copy']);
/** Arguments behind the named ones that are told of; calls with more sessions than that are not written. */
const MOST_FURTHER = 8;

/**
 * What becomes of the arguments behind the named ones: `void drop_all(int n, ...)` may do anything to them, but for a function
 * that only hands the list to one of the library that reads (`vfprintf`). O(instructions) for a variadic function.
 */
export function furtherArguments(ir: FunctionIr, context: SliceContext): readonly EffectSummary[] {
  if (!ir.isVariadic || !takesFromList(ir, context)) return [];
  return Array.from({ length: MOST_FURTHER }, (_, further): EffectSummary => ({
    target: { root: { kind: 'parameter', index: ir.parameters.length + further }, steps: [] }, released: 0, retained: 0, lost: true, kept: '', heldBy: [], steps: [],
  }));
}

function takesFromList(ir: FunctionIr, context: SliceContext): boolean {
  return ir.blocks.some(({ instructions }) => instructions.some((instruction) => {
    if (instruction.op === 'escape') return true;
    if (instruction.op !== 'call') return false;
    const name = typeof instruction.callee === 'string' ? instruction.callee : '';
    if (HANDLES.has(name) || context.modelOf(name) !== undefined || context.readerNames.test(name)) return false;
    return instruction.arguments.some(({ value }) => (value.kind === 'load' || value.kind === 'address') && ir.variables[value.place.base]?.type.includes(LIST) === true);
  }));
}
