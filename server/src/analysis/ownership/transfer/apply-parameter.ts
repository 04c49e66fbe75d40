import type { FunctionModel, ParameterModel } from '../../model/effects.ts';
import { factOf, isNonzero } from '../state/facts.ts';
import { logField } from '../state/field-events.ts';
import type { Frame, Site } from '../state/frame.ts';
import { freeMemory } from './free-memory.ts';
import { acquire, borrow, forget, hold, isNull, release, retain, set, storedIn, surrender, take, use } from './ledger.ts';
import { knownWithin, reachedThrough, write, cellOf, read } from '../state/memory.ts';
import { nameOr, valueName, cellName } from '../state/naming.ts';
import { hasTrackedType } from '../state/tracked.ts';
import type { Operand } from '../../ir/instructions.ts';
import { scramble } from './unknown-call.ts';
import type { Value } from '../state/value.ts';
import { iterationOf, type World } from '../state/world.ts';

/** What a modelled call does with one argument: each case is one word of the model's vocabulary. `written` is the argument as it stands there. */
export function applyParameter(frame: Frame, world: World, site: Site, model: FunctionModel, parameter: ParameterModel, index: number, values: readonly Value[], written?: Operand): World[] {
  const value = values[index] ?? frame.table.zero;
  checkNull(frame, world, site, model, parameter, value, written);
  switch (parameter.effect) {
    // Comparing a pointer does not follow it.
    case 'use':
      if (model.returns.kind === 'predicate') break;
      use(frame, world, site, value, model.name);
      if (model.pure !== true) overwrite(frame, world, site, value);
      break;
    case 'mutate': mutate(frame, world, site, model, parameter, value); break;
    case 'release': release(frame, world, site, value, model.name); break;
    // Of what is not tracked itself only parts of a session matter: one with a reference of its own outlives it.
    case 'retain': if (model.tracked) retain(frame, world, site, value, model.name); else world.interior.delete(value); break;
    case 'hold': holdFor(frame, world, site, model, parameter, value, values, parameter.when === 'nonzero' ? frame.table.result(site.number, iterationOf(world), model.name) : null); break;
    case 'take': take(frame, world, site, value, model.name); break;
    case 'store': store(frame, world, site, model, parameter, value, values); break;
    case 'free': freeMemory(frame, world, site, model, parameter, value, written); break;
    case 'forget': forget(frame, world, value); scramble(frame, world, site, value, 0); break;
    case 'zero': zero(frame, world, value); break;
    case 'copy': copyObject(frame, world, site, model, value); break;
    case 'bytes': use(frame, world, site, value, model.name); sendAlong(frame, world, value); break;
    case 'out-owned': case 'out-borrowed': out(frame, world, site, model, parameter.effect, index, value); break;
    case 'reuse': break; // with the result
  }
  endInterior(frame, world, parameter, value);
  if (parameter.handshake === 'starts') world.begun.set(value, frame.table.result(site.number, iterationOf(world), model.name));
  // SSL_clear, and what closes the connection.
  if (parameter.handshake === 'resets' || (parameter.handshake === undefined && parameter.endsBorrows !== undefined)) world.begun.delete(value);
  if (parameter.handshake === 'before') setSession(frame, world, site, model, value, values);
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

/**
 * `SSL_read_ex(ssl, buf, size, &n)`: what n was compared with before says nothing of what it is now. After `write(fd, &s, sizeof s)`
 * somebody else has the pointer.
 */
function overwrite(frame: Frame, world: World, site: Site, pointer: Value): void {
  const { table } = frame;
  const isVariable = table.term(pointer).kind === 'address';
  const target = reachedThrough(frame, pointer);
  for (const cell of isVariable ? knownWithin(frame, world, target) : [target]) {
    const held = world.cells.get(cell);
    if (held === undefined || world.interior.has(held)) continue;
    if (world.accounts.has(held)) {
      if (isVariable) surrender(frame, world, held);
      continue;
    }
    world.cells.set(cell, table.unknown(`w${site.number}:${cell}@${iterationOf(world)}`));
  }
}

function checkNull(frame: Frame, world: World, site: Site, model: FunctionModel, parameter: ParameterModel, value: Value, written: Operand | undefined): void {
  if (parameter.null !== 'invalid') return;
  if (isNull(frame, world, value)) {
    // Everything that is 0 has the same value, but only one of its names stands there.
    const place = written?.kind === 'load' ? cellOf(frame, world, written.place) : null;
    const doubts = frame.answeredNull.has(value) ? ['another-function-tests' as const] : [];
    const name = place === null || read(frame, world, place) !== value ? '' : cellName(frame, world, place);
    frame.report(world, 'null-argument', site, value, name === '' ? nameOr(frame, world, value, 'NULL') : name, { callee: model.name, doubts });
    return;
  }
  const account = world.accounts.get(value);
  if (account === undefined || account.state !== 'live' || account.origin === null || frame.table.term(value).kind !== 'result') return;
  if (parameter.effect === 'use' || isNonzero(factOf(world.facts, frame.table, value))) return;
  frame.report(world, 'unchecked-null-argument', site, value, nameOr(frame, world, value, 'the session'), { account, callee: model.name });
}

/** `SSL_SESSION_set1_hostname(s, SSL_SESSION_get0_hostname(s))`: the old buffer is freed before it is copied. */
export function checkSelf(frame: Frame, world: World, site: Site, model: FunctionModel, getters: readonly string[], value: Value, values: readonly Value[]): void {
  const term = frame.table.term(value);
  const session = world.interior.get(value);
  if (term.kind === 'result' && session !== undefined && values.includes(session) && getters.includes(term.callee)) {
    frame.report(world, 'self-argument', site, value, nameOr(frame, world, value, `${term.callee}()`), { callee: model.name, about: [value, session] });
  }
}

/** A session comes too late when a handshake was begun, and certainly when it is over: `if (SSL_connect(ssl) == 1) SSL_set_session(ssl, s)`. */
function setSession(frame: Frame, world: World, site: Site, model: FunctionModel, connection: Value, values: readonly Value[]): void {
  const answer = world.begun.get(connection);
  if (answer === undefined) return;
  world.begun.delete(connection);
  const session = values[model.parameters.findIndex((parameter) => parameter.effect === 'hold')];
  // Without a session only the old one is dropped.
  if (session !== undefined && isNull(frame, world, session)) return;
  const over = factOf(world.facts, frame.table, answer).low > 0;
  frame.report(world, 'set-after-handshake', site, connection, nameOr(frame, world, connection, 'the connection'), { callee: model.name, detail: over ? 'over' : '' });
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
  // Only a cache links the object itself; what shakes hands is a connection, which does not.
  const connection = parameter.holder !== undefined && model.parameters[parameter.holder]?.handshake !== undefined;
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
  storedIn(frame, world, value, cell, event, world.cells.get(cell));
  logField(frame, world, site, cell, (world.accounts.get(value)?.held ?? 0) > 0 ? 'owned' : 'unknown', nameOr(frame, world, value, 'the session'), model.name, value);
  world.cells.set(cell, value);
}

function zero(frame: Frame, world: World, pointer: Value): void {
  const target = frame.table.target(pointer);
  for (const cell of knownWithin(frame, world, target)) world.cells.set(cell, frame.table.zero);
}

function copyObject(frame: Frame, world: World, site: Site, model: FunctionModel, value: Value): void {
  const account = world.accounts.get(value);
  if (account === undefined || account.provenance === 'incoming' ? hasTrackedType(frame, value) : true) {
    // Whoever owned the session still does.
    frame.report(world, 'struct-copy', site, value, nameOr(frame, world, value, 'the session'), { account: account ?? null, callee: model.name });
  }
  scramble(frame, world, site, value, 0);
}

/** `write(pipe, &job, sizeof(job))`: who reads it there has the pointers, and with them the references. What is only borrowed stays so. */
function sendAlong(frame: Frame, world: World, pointer: Value): void {
  for (const cell of knownWithin(frame, world, frame.table.target(pointer))) {
    const held = world.cells.get(cell);
    if (held !== undefined && (world.accounts.get(held)?.held ?? 0) > 0) forget(frame, world, held);
  }
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
