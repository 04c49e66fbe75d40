import type { Argument, Instruction, Place } from '../ir/instructions.ts';
import type { FunctionModel, ParameterModel, ReturnModel } from '../model/effects.ts';
import { applySummary } from './apply-summary.ts';
import { assume } from './assume.ts';
import { doubt, NEW_ACCOUNT } from './account.ts';
import { factOf, isNonzero, restrict, restrictOutcome, isEmpty, opposite, type Fact } from './facts.ts';
import { logField } from './fields.ts';
import { fieldOfCell } from './fields.ts';
import { siteOf, type Frame, type Site } from './frame.ts';
import { accountOf, acquire, borrow, endBorrows, forget, hold, isNull, release, retain, set, storedIn, surrender, take, use } from './ledger.ts';
import { cellOf, evaluate, read, write } from './memory.ts';
import { nameOr, valueName } from './naming.ts';
import { applyUnknownCall, scramble } from './unknown-call.ts';
import { assignTo } from './assign.ts';
import type { Value } from './value.ts';
import { fork, iterationOf, type World } from './world.ts';

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
  const summary = callee === '' ? null : frame.environment.summaryOf(callee, frame.ir.file.path);
  if (summary !== null) return applySummary(frame, world, site, instruction, callee, summary, values);
  applyUnknownCall(frame, world, site, callee, values);
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

/** `if (SSL_SESSION_up_ref(s) != 1)`: of an answer with few values only those that fit are left. */
function exactly(fact: Fact, values: readonly number[] | undefined): Fact {
  const possible = values?.filter((value) => !isEmpty(restrict(fact, '==', value)));
  return possible === undefined || possible.length === 0 ? fact : { ...fact, low: Math.min(...possible), high: Math.max(...possible) };
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
    worlds = worlds.flatMap((w) => applyParameter(frame, w, site, model, effective, index, values));
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
  return worlds.flatMap((w) => giveResult(frame, w, site, instruction, model, values, decided));
}

function applyParameter(frame: Frame, world: World, site: Site, model: FunctionModel, parameter: ParameterModel, index: number, values: readonly Value[]): World[] {
  const value = values[index] ?? frame.table.zero;
  checkNull(frame, world, site, model, parameter, value);
  switch (parameter.effect) {
    // Comparing a pointer does not follow it.
    case 'use': if (model.returns.kind !== 'predicate') use(frame, world, site, value, model.name); break;
    case 'mutate': mutate(frame, world, site, model, parameter, value); break;
    case 'release': release(frame, world, site, value, model.name); break;
    // Of what is not tracked itself only parts of a session matter: one with a reference of its own outlives it.
    case 'retain': if (model.tracked) retain(frame, world, site, value, model.name); else world.interior.delete(value); break;
    case 'hold': holdFor(frame, world, site, model, parameter, value, values, parameter.when === 'nonzero' ? frame.table.result(site.number, iterationOf(world), model.name) : null); break;
    case 'take': take(frame, world, site, value, model.name); break;
    case 'store': store(frame, world, site, model, parameter, value, values); break;
    case 'free': freeOther(frame, world, site, model, value); break;
    case 'forget': forget(frame, world, value); scramble(frame, world, site, value, 0); break;
    case 'zero': zero(frame, world, value); break;
    case 'copy': copyObject(frame, world, site, model, value); break;
    case 'out-owned': case 'out-borrowed': out(frame, world, site, model, parameter.effect, index, value); break;
    case 'reuse': break; // with the result
  }
  endInterior(frame, world, parameter, value);
  if (parameter.handshake === 'starts') world.begun.add(value);
  if (parameter.handshake === 'resets') world.begun.delete(value);
  if (parameter.handshake === 'before' && world.begun.has(value)) {
    frame.report(world, 'set-after-handshake', site, value, nameOr(frame, world, value, 'the connection'), { callee: model.name });
    world.begun.delete(value);
  }
  if (parameter.endsHold !== undefined) endHold(frame, world, parameter.endsHold, value, values);
  if (parameter.interiorOf !== undefined) {
    const session = values[parameter.interiorOf];
    const pointer = frame.table.result(site.number, `${iterationOf(world)}#${index}`, model.name);
    if (session !== undefined && !isNull(frame, world, value)) {
      write(frame, world, frame.table.target(value), pointer);
      world.interior.set(pointer, session);
    }
  }
  return [world];
}

function checkNull(frame: Frame, world: World, site: Site, model: FunctionModel, parameter: ParameterModel, value: Value): void {
  if (parameter.null !== 'invalid') return;
  if (isNull(frame, world, value)) {
    frame.report(world, 'null-argument', site, value, nameOr(frame, world, value, 'NULL'), { callee: model.name });
    return;
  }
  const account = world.accounts.get(value);
  if (account === undefined || account.state !== 'live' || account.origin === null || frame.table.term(value).kind !== 'result') return;
  if (parameter.effect === 'use' || isNonzero(factOf(world.facts, frame.table, value))) return;
  frame.report(world, 'unchecked-null-argument', site, value, nameOr(frame, world, value, 'the session'), { account, callee: model.name });
}

/** `SSL_SESSION_set1_hostname(s, SSL_SESSION_get0_hostname(s))`: the old buffer is freed before it is copied. */
function checkSelf(frame: Frame, world: World, site: Site, model: FunctionModel, getters: readonly string[], value: Value, values: readonly Value[]): void {
  const term = frame.table.term(value);
  const session = world.interior.get(value);
  if (term.kind === 'result' && session !== undefined && values.includes(session) && getters.includes(term.callee)) {
    frame.report(world, 'self-argument', site, value, nameOr(frame, world, value, `${term.callee}()`), { callee: model.name, about: [value, session] });
  }
}

function mutate(frame: Frame, world: World, site: Site, model: FunctionModel, parameter: ParameterModel, value: Value): void {
  if (!use(frame, world, site, value, model.name)) return;
  const account = world.accounts.get(value);
  if (account?.provenance === 'borrowed' && account.state === 'live' && account.retained === 0 && account.lender !== null) {
    frame.report(world, 'mutation-of-shared', site, value, nameOr(frame, world, value, 'the session'), { account, callee: model.name, holder: valueName(frame, world, account.lender), detail: parameter.invalidatesInterior === undefined ? '' : 'frees' });
  }
}

/** A setter frees what the matching getter returned. */
function endInterior(frame: Frame, world: World, parameter: ParameterModel, value: Value): void {
  for (const getter of parameter.invalidatesInterior ?? []) {
    for (const [pointer, session] of world.interior) {
      const term = frame.table.term(pointer);
      if (session === value && term.kind === 'result' && term.callee === getter) world.interior.delete(pointer);
    }
  }
}

function holdFor(frame: Frame, world: World, site: Site, model: FunctionModel, parameter: ParameterModel, value: Value, values: readonly Value[], answer: Value | null): void {
  const owner = parameter.holder === undefined ? null : values[parameter.holder] ?? null;
  hold(frame, world, site, value, owner, model.name, answer);
  const account = world.accounts.get(value);
  // Only a cache links the object itself; `endsBorrows` marks a connection, which does not.
  const connection = parameter.holder !== undefined && model.parameters[parameter.holder]?.endsBorrows === 'always';
  if (account === undefined || owner === null || connection || account.state !== 'live') return;
  if (account.cached.length > 0 && !account.cached.includes(owner)) {
    frame.report(world, 'two-contexts', site, value, nameOr(frame, world, value, 'the session'), {
      account, callee: model.name, holder: valueName(frame, world, owner), detail: valueName(frame, world, account.cached[0] ?? owner),
    });
  }
  set(world, value, { ...account, cached: [...account.cached, owner] });
}

function store(frame: Frame, world: World, site: Site, model: FunctionModel, parameter: ParameterModel, value: Value, values: readonly Value[]): void {
  const object = parameter.slot === undefined ? undefined : values[parameter.slot.object];
  if (!use(frame, world, site, value, model.name) || object === undefined) { forget(frame, world, value); return; }
  const index = parameter.slot?.index === undefined ? '' : `${values[parameter.slot.index] ?? ''}`;
  const cell = frame.table.part(frame.table.target(object), `{${index}}`);
  const event = frame.event(world, 'escape', site, `${model.name}() stores the pointer and takes no reference`, [value]);
  storedIn(world, value, cell, event, !world.cells.has(cell));
  logField(frame, world, site, cell, (world.accounts.get(value)?.held ?? 0) > 0 ? 'owned' : 'unknown', nameOr(frame, world, value, 'the session'), model.name, value);
  world.cells.set(cell, value);
}

function freeOther(frame: Frame, world: World, site: Site, model: FunctionModel, value: Value): void {
  const session = world.interior.get(value);
  if (session !== undefined) {
    const account = world.accounts.get(session) ?? null;
    frame.report(world, 'interior-freed', site, value, nameOr(frame, world, value, 'the pointer'), { account, callee: model.name, holder: nameOr(frame, world, session, 'the session'), about: [value, session] });
    world.interior.delete(value);
    return;
  }
  const account = world.accounts.get(value);
  if (account !== undefined && account.state !== 'lost' && (account.provenance !== 'incoming' || account.retained > 0)) {
    frame.report(world, 'wrong-deallocator', site, value, nameOr(frame, world, value, 'the session'), { account, callee: model.name });
    set(world, value, { ...account, state: 'lost' });
    return;
  }
  // The memory itself is gone: nothing is held in it any more, and nothing will be released through it.
  const target = frame.table.target(value);
  for (const [cell, held] of [...world.cells]) {
    if (!frame.table.isWithin(cell, target)) continue;
    forget(frame, world, held);
    world.cells.delete(cell);
  }
  world.scrambled.add(value);
}

function zero(frame: Frame, world: World, pointer: Value): void {
  const target = frame.table.target(pointer);
  for (const cell of [...world.cells.keys()]) if (frame.table.isWithin(cell, target)) world.cells.set(cell, frame.table.zero);
}

function copyObject(frame: Frame, world: World, site: Site, model: FunctionModel, value: Value): void {
  const account = world.accounts.get(value);
  if (account === undefined || account.provenance === 'incoming' ? hasTrackedType(frame, value) : true) {
    frame.report(world, 'struct-copy', site, value, nameOr(frame, world, value, 'the session'), { account: account ?? null, callee: model.name });
    surrender(frame, world, value);
    return;
  }
  scramble(frame, world, site, value, 0);
}

function out(frame: Frame, world: World, site: Site, model: FunctionModel, effect: 'out-owned' | 'out-borrowed', index: number, pointer: Value): void {
  if (isNull(frame, world, pointer)) return;
  const value = frame.table.result(site.number, `${iterationOf(world)}#${index}`, model.name);
  write(frame, world, frame.table.target(pointer), value);
  const says = model.says === '' ? '' : `: ${model.says}`;
  if (effect === 'out-owned') acquire(frame, world, site, value, model.name, `${model.name}() gives a reference${says}`);
  else borrow(frame, world, site, value, null, model.name, `${model.name}() lends a session${says}`);
}

function endHold(frame: Frame, world: World, holder: number, value: Value, values: readonly Value[]): void {
  const owner = values[holder];
  const account = world.accounts.get(value);
  if (owner === undefined || account === undefined) return;
  set(world, value, { ...account, others: account.others.filter((other) => other !== `owner:${owner}`), cached: account.cached.filter((other) => other !== owner) });
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
    if (frame.environment.model.countFields.includes(field) && whole?.root.kind === 'memory' && whole.parent < 0 && isTracked(frame, world, whole.root.of)) {
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

function isTracked(frame: Frame, world: World, value: Value): boolean { return world.accounts.has(value) || hasTrackedType(frame, value); }

/** By the type it came in with. */
function hasTrackedType(frame: Frame, value: Value): boolean {
  const term = frame.table.term(value);
  if (term.kind === 'parameter') return (frame.ir.variables[frame.ir.parameters[term.index] ?? -1]?.depth ?? 0) > 0;
  if (term.kind !== 'input') return false;
  const field = fieldOfCell(frame, term.cell);
  return field.startsWith('.') ? frame.environment.fieldDepth(field.slice(1)) > 0 : false;
}

/** The value of the call, and the ownership that comes with it. */
function giveResult(frame: Frame, world: World, site: Site, instruction: CallInstruction, model: FunctionModel, values: readonly Value[], decided: Value | null): World[] {
  const result = decided ?? (model.pure === true ? frame.table.answer(model.name, values) : frame.table.result(site.number, iterationOf(world), model.name));
  const { returns } = model;
  const deliver = (w: World, value: Value): World[] => {
    if (instruction.result !== null) assignTo(frame, w, site, instruction.result, value, instruction.initialiser);
    return [w];
  };
  if (model.clears !== undefined) write(frame, world, frame.table.target(values[model.clears] ?? frame.table.zero), frame.table.zero);
  switch (returns.kind) {
    case 'owned': return giveOwned(frame, world, site, model, returns, values, result).flatMap(([w, value]) => deliver(w, value));
    case 'borrowed': {
      const from = values[returns.from];
      const says = model.says === '' ? 'lends a session' : model.says;
      borrow(frame, world, site, result, from ?? null, model.name, `borrowed: ${model.name}() ${says}`, returns.lasting === true ? { lender: null, others: ['library'] } : {});
      return deliver(world, result);
    }
    case 'interior': {
      const from = values[returns.from];
      if (from !== undefined) world.interior.set(result, from);
      return deliver(world, result);
    }
    case 'sentinel':
      set(world, result, { ...NEW_ACCOUNT, provenance: 'sentinel', source: model.name, label: `${model.name}()` });
      world.facts.set(result, restrict(factOf(world.facts, frame.table, result), '!=', 0));
      return deliver(world, result);
    case 'argument': return deliver(world, values[returns.from] ?? result);
    case 'slot': {
      const object = values[returns.object];
      const index = returns.index === undefined ? '' : `${values[returns.index] ?? ''}`;
      return deliver(world, object === undefined ? result : read(frame, world, frame.table.part(frame.table.target(object), `{${index}}`)));
    }
    case 'predicate': {
      const left = values[returns.left] ?? frame.table.zero;
      const right = returns.right === null ? frame.table.zero : values[returns.right] ?? frame.table.zero;
      return deliver(world, frame.table.binary(returns.operator, left, right));
    }
    case 'status':
      if (returns.values !== undefined) world.facts.set(result, exactly(factOf(world.facts, frame.table, result), returns.values));
      return deliver(world, result);
    default: return deliver(world, result);
  }
}

function giveOwned(frame: Frame, world: World, site: Site, model: FunctionModel, returns: Extract<ReturnModel, { kind: 'owned' }>, values: readonly Value[], result: Value): [World, Value][] {
  const says = `owned: ${model.name}() ${model.says === '' ? 'gives a reference that must be released once' : model.says}`;
  if (!returns.nullable) world.facts.set(result, restrict(factOf(world.facts, frame.table, result), '!=', 0));
  const pointer = returns.sameAs === undefined ? undefined : values[returns.sameAs];
  if (pointer === undefined || isNull(frame, world, pointer)) {
    acquire(frame, world, site, result, model.name, says);
    return [[world, result]];
  }
  const cell = frame.table.target(pointer);
  const current = read(frame, world, cell);
  if (current === frame.table.uninitialised) {
    frame.report(world, 'uninitialised', site, current, valueName(frame, world, pointer).replace(/^&/, '') || 'the pointer', { callee: model.name });
  }
  if (current === frame.table.uninitialised || isNull(frame, world, current)) {
    acquire(frame, world, site, result, model.name, says);
    write(frame, world, cell, result);
    return [[world, result]];
  }
  const account = world.accounts.get(current);
  const isLocal = frame.table.term(current).kind === 'address';
  if (isLocal || (account !== undefined && isNonzero(factOf(world.facts, frame.table, current)))) {
    frame.report(world, 'reuse-of-object', site, current, valueName(frame, world, pointer).replace(/^&/, '') || 'the object', { callee: model.name, account: account ?? null });
  } else if (account === undefined && fieldOfCell(frame, cell).startsWith('.')) {
    // `d2i_SSL_SESSION(&c->sess, &p, n)`: whether the member is empty is known elsewhere, if anywhere.
    frame.report(world, 'reuse-of-object', site, current, valueName(frame, world, pointer).replace(/^&/, '') || 'the object', { callee: model.name, detail: 'maybe' });
  }
  if (account !== undefined && account.state !== 'lost') {
    // Success refills the same object, failure leaves it alone: in both cases the caller still owes what it owed.
    const failed = fork(world);
    return [[world, current], [failed, frame.table.zero]];
  }
  acquire(frame, world, site, result, model.name, says, { state: 'lost' });
  if (frame.table.term(current).kind !== 'address') write(frame, world, cell, result);
  return [[world, result]];
}
