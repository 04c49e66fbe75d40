import type { Argument, Instruction, Place } from '../../ir/instructions.ts';
import type { FunctionModel, ParameterModel } from '../../model/effects.ts';
import { doubt } from '../state/account.ts';
import { applyParameter, checkSelf } from './apply-parameter.ts';
import { applySummary } from './apply-summary.ts';
import { assignTo } from './assign.ts';
import { assume } from './assume.ts';
import { passMembers } from './by-value.ts';
import { exactly, factOf, isEmpty, opposite, restrictOutcome } from '../state/facts.ts';
import { siteOf, type Frame, type Site } from '../state/frame.ts';
import { giveResult } from './give-result.ts';
import { accountOf, endBorrows, forget, retain, set, use } from './ledger.ts';
import { cellOf, evaluate, read } from '../state/memory.ts';
import { nameOr, valueName } from '../state/naming.ts';
import { hasTrackedType } from '../state/tracked.ts';
import { applyUnknownCall, forgetCallbacks } from './unknown-call.ts';
import { loseStatus } from './status.ts';
import type { Value } from '../state/value.ts';
import { fork, iterationOf, type World } from '../state/world.ts';

export type CallInstruction = Extract<Instruction, { op: 'call' }>;

const NO_EFFECT: ParameterModel = { effect: 'use' };
const MOST_FORWARDS = 2;

/** Runs a call on one world; several come back when its outcome decides what happened, none when it does not return. */
export function call(frame: Frame, world: World, instruction: CallInstruction, number: number): World[] {
  const site = siteOf(instruction, number);
  const callee = calleeName(frame, world, instruction.callee);
  const values = instruction.arguments.map((argument) => evaluate(frame, world, argument.value));
  const known = callee === '' ? undefined : frame.environment.modelOf(callee);
  // An entry for a family of names speaks with the name that was called.
  const model = known === undefined || known.name === callee ? known : { ...known, name: callee };
  if (model !== undefined) {
    const forwarded = forward(frame, world, model, instruction.arguments, values, 0);
    if (forwarded !== null) return applyModel(frame, world, site, instruction, forwarded.model, forwarded.values);
    return applyModel(frame, world, site, instruction, model, values);
  }
  passMembers(frame, world, callee, instruction.arguments);
  const summary = callee === '' ? null : frame.environment.summaryOf(callee, frame.ir.file.path);
  if (summary !== null) return applySummary(frame, world, site, instruction, callee, summary, values);
  applyUnknownCall(frame, world, site, callee, values);
  loseStatus(frame, world, site, instruction);
  if (instruction.result !== null) {
    const result = frame.table.result(number, iterationOf(world), callee);
    assignTo(frame, world, site, instruction.result, result, instruction.initialiser);
  }
  return [world];
}

function calleeName(frame: Frame, world: World, callee: string | Place): string {
  if (typeof callee === 'string') return callee;
  const term = frame.table.term(read(frame, world, cellOf(frame, world, callee)));
  return term.kind === 'function' ? term.name : '';
}

/** `ASN1_dup(i2d_T, d2i_T, s)` behaves like a call of what it is given. */
function forward(frame: Frame, world: World, model: FunctionModel, args: readonly Argument[], values: readonly Value[], depth: number): { model: FunctionModel; values: Value[] } | null {
  const calls = model.calls;
  if (calls === undefined || depth > MOST_FORWARDS) return null;
  const term = frame.table.term(values[calls.function] ?? frame.table.zero);
  const target = term.kind === 'function' || term.kind === 'constant' ? frame.environment.modelOf(term.name) : undefined;
  if (target === undefined) return null;
  const passed = calls.arguments.map((argument): Value => {
    if (argument === 'null') return frame.table.zero;
    if (argument === 'unknown') return frame.table.unknown(frame.freshKey());
    if (typeof argument === 'number') return values[argument] ?? frame.table.zero;
    return read(frame, world, frame.table.target(values[argument.pointee] ?? frame.table.zero));
  });
  return { model: target, values: passed };
}

function applyModel(frame: Frame, world: World, site: Site, instruction: CallInstruction, model: FunctionModel, values: readonly Value[]): World[] {
  checkReentry(frame, world, site, model, values);
  if (model.noreturn) {
    values.forEach((value) => use(frame, world, site, value, model.name));
    return [];
  }
  if (model.returnsWhen !== undefined) {
    const value = values[model.returnsWhen.argument];
    if (value !== undefined && !assume(frame, world, value, model.returnsWhen.is === 'nonzero')) return [];
  }
  if (model.counts !== undefined) return applyCount(frame, world, site, instruction, model, values);
  // Effects that hang on the answer: if nobody looks at it, it is taken to have been the good one.
  const conditional = model.parameters.find((parameter) => parameter.when !== undefined && parameter.effect !== 'hold');
  if (conditional?.when !== undefined && instruction.result !== null) {
    const bad = fork(world);
    const outcomes: World[] = [];
    for (const [branch, outcome, happens] of [[world, conditional.when, true], [bad, opposite(conditional.when), false]] as const) {
      const result = frame.table.result(site.number, `${iterationOf(branch)}${happens ? '' : '!'}`, model.name);
      const fact = exactly(restrictOutcome(factOf(branch.facts, frame.table, result), outcome), model.returns.kind === 'status' ? model.returns.values : undefined);
      if (isEmpty(fact)) continue;
      branch.facts.set(result, fact);
      if (!happens && conditional.effect === 'retain') refuse(frame, branch, values[model.parameters.indexOf(conditional)] ?? frame.table.zero);
      outcomes.push(...applyEffects(frame, branch, site, instruction, model, values, happens, result));
    }
    return outcomes;
  }
  if (conditional?.effect === 'retain' && instruction.result === null) {
    const value = values[model.parameters.indexOf(conditional)];
    if (value !== undefined) frame.report(world, 'unchecked-retain', site, value, nameOr(frame, world, value, 'the session'), { callee: model.name });
  }
  return applyEffects(frame, world, site, instruction, model, values, true, null);
}

/** Adding a reference fails only when memory is broken: little is made of what follows then. */
function refuse(frame: Frame, world: World, value: Value): void {
  if (frame.table.term(value).kind !== 'integer') set(world, value, doubt(accountOf(frame, world, value), 'refused-reference'));
}

function applyEffects(frame: Frame, world: World, site: Site, instruction: CallInstruction, model: FunctionModel, values: readonly Value[], happens: boolean, decided: Value | null): World[] {
  let worlds: World[] = [world];
  model.parameters.forEach((parameter, index) => {
    const value = values[index];
    if (parameter.notFrom !== undefined && value !== undefined) checkSelf(frame, world, site, model, parameter.notFrom, value, values);
  });
  values.forEach((value, index) => {
    const parameter = model.parameters[index] ?? model.rest ?? NO_EFFECT;
    const effective = parameter.when !== undefined && !happens ? { ...parameter, effect: 'use' as const } : parameter;
    worlds = worlds.flatMap((w) => applyParameter(frame, w, site, model, effective, index, values, instruction.arguments[index]?.value));
  });
  for (const w of worlds) {
    values.forEach((value, index) => {
      const parameter = model.parameters[index];
      if (parameter?.endsBorrows === undefined && parameter?.destroys !== true) return;
      const set = model.parameters.findIndex((other) => other.effect === 'hold' && other.holder === index);
      const except = set >= 0 ? values[set] ?? null : null;
      endBorrows(frame, w, site, value, parameter.destroys === true ? 'always' : parameter.endsBorrows ?? 'maybe', except, model.name);
    });
  }
  if (runsCallbacks(model)) {
    const gives = model.parameters.some((parameter) => parameter.handshake === 'starts');
    for (const w of worlds) forgetCallbacks(frame, w, site, gives);
  }
  return worlds.flatMap((w) => giveResult(frame, w, site, instruction, model, values, decided));
}

/** Whatever can make a connection or cache drop a session or take a new one up tells the program so through its callbacks. */
function runsCallbacks(model: FunctionModel): boolean {
  return model.parameters.some((parameter) => parameter.endsBorrows !== undefined || parameter.destroys === true);
}

/** The library calls a callback with the context locked: changing that cache from inside deadlocks. */
function checkReentry(frame: Frame, world: World, site: Site, model: FunctionModel, values: readonly Value[]): void {
  const contract = frame.role?.contract;
  if (contract === undefined || !contract.forbidden.includes(model.name)) return;
  const context = contract.parameters.findIndex((parameter) => parameter.role === 'context');
  if (context >= 0 && values.includes(frame.table.parameter(context))) {
    frame.report(world, 'reentry', site, frame.table.parameter(context), valueName(frame, world, frame.table.parameter(context)), { callee: model.name, rule: contract.rule });
  }
}

/** `CRYPTO_add(&s->references, 1, ...)`. */
function applyCount(frame: Frame, world: World, site: Site, instruction: CallInstruction, model: FunctionModel, values: readonly Value[]): World[] {
  const counts = model.counts;
  const argument = counts === undefined ? undefined : instruction.arguments[counts.argument];
  const pointer = argument === undefined ? undefined : values[counts?.argument ?? 0];
  const term = pointer === undefined ? undefined : frame.table.term(pointer);
  if (counts !== undefined && term?.kind === 'address') {
    const shape = frame.table.cell(term.cell);
    const field = shape.selector.slice(1);
    const whole = shape.parent < 0 ? null : frame.table.cell(shape.parent);
    const amount = counts.amountArgument === undefined ? counts.amount ?? 1 : frame.table.term(values[counts.amountArgument] ?? frame.table.one);
    const by = typeof amount === 'number' ? amount : amount.kind === 'integer' ? amount.value : 0;
    if (frame.environment.model.countFields.includes(field) && whole?.root.kind === 'memory' && whole.parent < 0 && (world.accounts.has(whole.root.of) || hasTrackedType(frame, whole.root.of))) {
      const session = whole.root.of;
      if (by === 1) retain(frame, world, site, session, model.name);
      else if (by === -1) {
        frame.report(world, 'manual-count', site, session, nameOr(frame, world, session, 'the session'), { callee: model.name });
        forget(frame, world, session);
      }
    }
  }
  return giveResult(frame, world, site, instruction, { ...model, returns: { kind: 'status' } }, values, null);
}
