import type { FunctionIr, Instruction, Operand, Place } from '../../ir/instructions.ts';
import type { FunctionModel } from '../../model/effects.ts';
import { append } from '../state/event.ts';
import type { Problem, ProblemKind } from '../state/problem.ts';
import type { Value } from '../state/value.ts';

type Call = Extract<Instruction, { op: 'call' }>;

/** Stands for the value that advice is about: no path is followed, so it has no number of its own. */
const SUBJECT: Value = -1;
/** Characters looked at in front of a condition for its `if (`. */
const BEFORE_CONDITION = 40;

/** What can be said about a function from its instructions alone: no mistakes, rules that are off unless they are asked for. O(instructions). */
export function adviseOn(f: FunctionIr, modelOf: (name: string) => FunctionModel | undefined): Problem[] {
  return [...redundantTests(f, modelOf), ...differences(f, modelOf)];
}

/** `if (s) RELEASE(s);`: the release accepts NULL. */
function* redundantTests(f: FunctionIr, modelOf: (name: string) => FunctionModel | undefined): Generator<Problem> {
  const entries = new Map<number, number>();
  for (const { end } of f.blocks) {
    for (const to of end.kind === 'goto' ? [end.to] : end.kind === 'branch' ? [end.yes, end.no] : []) entries.set(to, (entries.get(to) ?? 0) + 1);
  }
  for (const { end } of f.blocks) {
    if (end.kind !== 'branch' || end.condition.kind !== 'load') continue;
    const arm = f.blocks[end.yes];
    const call = arm?.instructions[0];
    if (arm === undefined || call?.op !== 'call' || arm.instructions.length !== 1 || entries.get(end.yes) !== 1) continue;
    if (arm.end.kind !== 'goto' || arm.end.to !== end.no || call.macro !== undefined || call.result !== null || typeof call.callee !== 'string') continue;
    const parameters = modelOf(call.callee)?.parameters ?? [];
    const released = parameters.findIndex((parameter) => parameter.effect === 'release' && parameter.when === undefined && parameter.null === 'ok');
    const argument = call.arguments[released];
    if (argument?.value.kind !== 'load' || !samePlace(argument.value.place, end.condition.place)) continue;
    // `if (a && s)`: the test of a stays.
    if (!/\bif\s*\(+\s*$/.test(f.file.text.slice(Math.max(0, end.range.start - BEFORE_CONDITION), end.range.start))) continue;
    const test = f.file.text.slice(end.range.start, end.range.end);
    const trace = append(null, { kind: 'use', file: f.file, range: end.range, statement: end.range, message: `\`${test}\` is tested here`, about: [SUBJECT], inner: [] });
    yield { ...adviceOf(f, 'null-check', call), name: f.file.text.slice(argument.range.start, argument.range.end), trace };
  }
}

/** Calls that do something else in the configured library than in others. */
function* differences(f: FunctionIr, modelOf: (name: string) => FunctionModel | undefined): Generator<Problem> {
  for (const block of f.blocks) {
    for (const call of block.instructions) {
      if (call.op !== 'call' || typeof call.callee !== 'string') continue;
      const differs = modelOf(call.callee)?.differs;
      if (differs === undefined) continue;
      const argument = differs.argument === undefined ? undefined : call.arguments[differs.argument]?.value;
      if (differs.when === 'null' && (argument === undefined || !isNull(argument))) continue;
      if (differs.when === 'answered' && call.result === null) continue;
      yield { ...adviceOf(f, 'differs', call), detail: differs.says };
    }
  }
}

function adviceOf(f: FunctionIr, kind: ProblemKind, call: Call): Problem {
  return {
    kind, function: f, file: f.file, range: call.range, statement: call.statement, name: '', holder: '',
    callee: typeof call.callee === 'string' ? call.callee : '', trace: null, about: [SUBJECT], account: null, doubts: [], detail: '', more: 0,
  };
}

function isNull(operand: Operand): boolean { return operand.kind === 'null' || (operand.kind === 'integer' && operand.value === 0); }

function samePlace(a: Place, b: Place): boolean {
  return a.base === b.base && a.path.length === b.path.length && a.path.every((selector, i) => {
    const other = b.path[i];
    return other !== undefined && selector.kind === other.kind && (selector.kind !== 'field' || (other.kind === 'field' && other.name === selector.name)) && selector.kind !== 'index';
  });
}
