import type { FunctionIr, Instruction, Place } from '../../ir/instructions.ts';
import type { Problem } from '../state/problem.ts';

/**
 * Whether a function that copied the structure goes on to give the copy parts of its own, so that nothing is shared in the end.
 * Wants the whole function: what happens to plain members is not interpreted. O(instructions).
 *
 *     memcpy(to, from, sizeof(*to)); to->peer = NULL; to->hostname = strdup(from->hostname);
 */
export function isDeepCopy(whole: FunctionIr, problem: Problem): boolean {
  if (problem.kind !== 'struct-copy') return false;
  const instructions = whole.blocks.flatMap((block) => block.instructions);
  const copy = instructions.find((instruction) => instruction.op === 'call' && instruction.callee === problem.callee && instruction.range.start === problem.range.start);
  const to = copy?.op === 'call' ? copy.arguments[0]?.value : undefined;
  if (copy === undefined || to?.kind !== 'load' || to.place.path.length > 0) return false;
  const { base } = to.place;
  return instructions.some((instruction) => instruction.range.start > copy.range.start && setsPart(whole, instruction, base));
}

/** A number in a member is no part of its own: `to->references = 1;`. */
function setsPart(whole: FunctionIr, instruction: Instruction, base: number): boolean {
  if (instruction.op === 'call') return instruction.result !== null && isMember(instruction.result, base);
  if (instruction.op !== 'assign' || !isMember(instruction.to, base)) return false;
  const { value } = instruction;
  return value.kind === 'null' || (value.kind === 'load' && value.place.path.length === 0 && whole.variables[value.place.base]?.kind === 'temporary');
}

function isMember(place: Place, base: number): boolean {
  return place.base === base && place.path[0]?.kind === 'deref' && place.path[1]?.kind === 'field';
}
