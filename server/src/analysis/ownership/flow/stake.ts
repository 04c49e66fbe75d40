import type { FunctionIr, Instruction, Operand, Place } from '../../ir/instructions.ts';
import type { Effect, FunctionModel } from '../../model/effects.ts';
import { bitsIn } from './places.ts';
import type { SliceContext } from './slice.ts';
import { saysNothing } from '../state/summary.ts';

const MOVES: ReadonlySet<Effect> = new Set(['release', 'retain', 'hold', 'take', 'store', 'forget', 'out-owned', 'out-borrowed', 'reuse', 'copy']);
const GIVES: ReadonlySet<string> = new Set(['owned', 'sentinel', 'slot', 'slot-index']);
const LENDS: ReadonlySet<string> = new Set(['borrowed', 'interior']);

/**
 * Whether a function can do anything to a reference, or to what its callers or others know of one: it gets, releases,
 * stores, returns or passes on a session. One that only looks at `c->session->timeout` need not be interpreted. O(instructions).
 */
export function hasStake(ir: FunctionIr, context: SliceContext): boolean {
  return ir.blocks.some((block) => block.instructions.some((instruction) => moves(ir, context, instruction))
    || (block.end.kind === 'return' && block.end.value !== null && isSession(ir, context, block.end.value)));
}

function moves(ir: FunctionIr, context: SliceContext, instruction: Instruction): boolean {
  switch (instruction.op) {
    case 'assign': return isSession(ir, context, instruction.value)
      ? instruction.value.kind === 'address' || outlives(ir, instruction.to) || !isKnownByType(ir, instruction.to)
      : outlives(ir, instruction.to) && isSessionPlace(ir, context, instruction.to);
    case 'call': return callMoves(ir, context, instruction);
    case 'escape': return instruction.values.some((value) => isSession(ir, context, value));
    case 'zero': return outlives(ir, instruction.place);
    default: return false;
  }
}

function callMoves(ir: FunctionIr, context: SliceContext, call: Extract<Instruction, { op: 'call' }>): boolean {
  const name = typeof call.callee === 'string' ? call.callee : '';
  const model = name === '' ? undefined : context.modelOf(name);
  if (model !== undefined) return modelMoves(ir, context, model, call);
  const summary = name === '' ? null : context.summaryOf(name);
  if (summary !== null && !saysNothing(summary)) return true;
  return call.arguments.some((argument) => isSession(ir, context, argument.value))
    || (call.result !== null && outlives(ir, call.result) && isSessionPlace(ir, context, call.result));
}

function modelMoves(ir: FunctionIr, context: SliceContext, model: FunctionModel, call: Extract<Instruction, { op: 'call' }>): boolean {
  // A helper that does not come back decides what its callers know.
  if (model.noreturn || GIVES.has(model.returns.kind) || model.counts !== undefined || model.calls !== undefined) return true;
  // `SSL_SESSION_print(out, SSL_get_session(ssl))`: a borrow without a name matters where it is passed on.
  if (LENDS.has(model.returns.kind) && call.result !== null && ir.variables[call.result.base]?.kind !== 'temporary') return true;
  return call.arguments.some((argument, index) => {
    const parameter = model.parameters[index] ?? model.rest;
    if (parameter === undefined) return false;
    if (model.tracked && MOVES.has(parameter.effect)) return true;
    if (parameter.notFrom !== undefined && isSession(ir, context, argument.value)) return true;
    // Generic helpers matter when a session is passed: `free(s)`, `memcpy(a, b, n)`.
    return parameter.effect !== 'use' && parameter.effect !== 'mutate' && isSession(ir, context, argument.value);
  });
}

/** `c->sess`, `slots[i].sess` through a pointer, or a global. */
function outlives(ir: FunctionIr, place: Place): boolean {
  const kind = ir.variables[place.base]?.kind;
  return place.path.some((selector) => selector.kind !== 'field') || kind === 'global' || kind === 'static';
}

/** `void *p = s;`, `struct item it = { s };`: what holds the session from here on does not say so. */
function isKnownByType(ir: FunctionIr, place: Place): boolean {
  const variable = ir.variables[place.base];
  return place.path.length === 0 && variable !== undefined && (variable.depth > 0 || variable.kind === 'temporary');
}

/** A value of the tracked type, as far as its type is known. */
function isSession(ir: FunctionIr, context: SliceContext, operand: Operand): boolean {
  if (operand.kind === 'load' || operand.kind === 'address') return isSessionPlace(ir, context, operand.place);
  return bitsIn(operand).some((place) => isSessionPlace(ir, context, place));
}

function isSessionPlace(ir: FunctionIr, context: SliceContext, place: Place): boolean {
  const last = place.path[place.path.length - 1];
  if (last?.kind === 'field') return context.fieldDepth(last.name) > 0;
  const variable = ir.variables[place.base];
  return variable !== undefined && (variable.depth > 0 || (variable.kind === 'temporary' && sessionTemporaries(ir, context).has(place.base)));
}

const known = new WeakMap<FunctionIr, ReadonlySet<number>>();

/** Temporaries that hold a borrow, or one of two sessions: `newer(a, b) ? a : b`. */
function sessionTemporaries(ir: FunctionIr, context: SliceContext): ReadonlySet<number> {
  const found = known.get(ir);
  if (found !== undefined) return found;
  const temporaries = new Set<number>();
  known.set(ir, temporaries);
  for (const block of ir.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op === 'assign' && ir.variables[instruction.to.base]?.kind === 'temporary' && isSession(ir, context, instruction.value)) temporaries.add(instruction.to.base);
      if (instruction.op !== 'call' || typeof instruction.callee !== 'string' || instruction.result === null) continue;
      const kind = context.modelOf(instruction.callee)?.returns.kind;
      if (kind !== undefined && LENDS.has(kind)) temporaries.add(instruction.result.base);
    }
  }
  return temporaries;
}
