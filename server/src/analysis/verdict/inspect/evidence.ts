import type { FunctionIr, Instruction, Place } from '../../ir/instructions.ts';
import { printPlace } from '../../ir/print.ts';
import type { Effect, FunctionModel } from '../../model/effects.ts';
import type { Summary } from '../../ownership/state/summary.ts';
import { depthOf, usesIn, type Mention } from './mention.ts';

/** Who knows what calls do. */
export interface CallKnowledge {
  readonly modelOf: (name: string) => FunctionModel | undefined;
  readonly summaryOf: (name: string, from: string) => Summary | null;
  readonly fieldDepth: (name: string) => number;
}

/** What only happens to sessions. */
const SESSION_EFFECTS: ReadonlySet<Effect> = new Set(['release', 'retain', 'hold', 'take', 'store']);
const SESSION_RESULTS: ReadonlySet<string> = new Set(['owned', 'borrowed', 'sentinel', 'slot']);

/**
 * Whether a place whose type is not known is ever treated as a session in a function: given one, or passed as one. To
 * interpret a function for each `bio_err` of an unknown type would be in vain. O(instructions).
 */
export function isTreatedAsSession(f: FunctionIr, mention: Mention, knowledge: CallKnowledge): boolean {
  const text = printPlace(f, mention.place);
  for (const { at, place } of usesIn(f)) {
    if (printPlace(f, place) === text && 'op' in at && givesOrTakes(f, at, text, knowledge)) return true;
  }
  return false;
}

function givesOrTakes(f: FunctionIr, at: Instruction, text: string, knowledge: CallKnowledge): boolean {
  const isIt = (place: Place): boolean => printPlace(f, place) === text;
  if (at.op === 'assign') {
    if (isIt(at.to)) return at.value.kind === 'load' && depthOf(f, at.value.place, knowledge.fieldDepth) === 1;
    return depthOf(f, at.to, knowledge.fieldDepth) === 1;
  }
  if (at.op !== 'call' || typeof at.callee !== 'string') return false;
  const model = knowledge.modelOf(at.callee);
  if (at.result !== null && isIt(at.result)) {
    if (model !== undefined) return SESSION_RESULTS.has(model.returns.kind);
    return knowledge.summaryOf(at.callee, f.file.path)?.outcomes.some(({ result }) => result?.kind === 'object') === true;
  }
  return at.arguments.some(({ value }, index) => value.kind === 'load' && isIt(value.place) && model?.tracked === true && SESSION_EFFECTS.has(model.parameters[index]?.effect ?? 'use'));
}
