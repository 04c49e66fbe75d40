import type { FunctionModel, ReturnModel } from '../../model/effects.ts';
import { NEW_ACCOUNT } from '../state/account.ts';
import { assignTo } from './assign.ts';
import type { CallInstruction } from './call.ts';
import { exactly, factOf, isNonzero, restrict } from '../state/facts.ts';
import { fieldOfCell } from '../state/field-events.ts';
import type { Frame, Site } from '../state/frame.ts';
import { acquire, borrow, isNull, set } from './ledger.ts';
import { read, write } from '../state/memory.ts';
import { valueName } from '../state/naming.ts';
import type { Value } from '../state/value.ts';
import { fork, iterationOf, type World } from '../state/world.ts';

/** The value of the call, and the ownership that comes with it. */
export function giveResult(frame: Frame, world: World, site: Site, instruction: CallInstruction, model: FunctionModel, values: readonly Value[], decided: Value | null): World[] {
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
    // `d2i_SSL_SESSION(&c->sess, &p, n)`: whether the member is empty is known elsewhere, if anywhere, unless it was tested.
    const tested = isNonzero(factOf(world.facts, frame.table, current));
    frame.report(world, 'reuse-of-object', site, current, valueName(frame, world, pointer).replace(/^&/, '') || 'the object', { callee: model.name, detail: tested ? '' : 'maybe' });
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
