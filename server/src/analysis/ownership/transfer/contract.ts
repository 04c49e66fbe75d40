import { inOutcome, factOf, isAnything, NONZERO } from '../state/facts.ts';
import type { ContractParameter } from '../../model/effects.ts';
import type { Account } from '../state/account.ts';
import { isElement } from './assign.ts';
import { NEW_ACCOUNT } from '../state/account.ts';
import type { Frame, Role, Site } from '../state/frame.ts';
import type { VariableId } from '../../ir/instructions.ts';
import { isFresh, logKept } from '../state/field-events.ts';
import { isNull, set } from './ledger.ts';
import { outlivingNames } from '../state/memory.ts';
import { cellName, nameOr } from '../state/naming.ts';
import { pathOfValue } from '../state/path.ts';
import type { Cell, Value } from '../state/value.ts';
import type { World } from '../state/world.ts';

/** What a callback is entered with: the reference it is given on a condition, what it only borrows, flags and out-parameters. */
export function enterContract(frame: Frame, world: World, role: Role): void {
  // What is returned decides who owns the session: `ret = 0` and `ret = 1` stay apart where paths join.
  for (const block of frame.ir.blocks) {
    if (block.end.kind === 'return' && block.end.value?.kind === 'load' && block.end.value.place.path.length === 0) frame.watched.push(frame.table.variable(block.end.value.place.base));
  }
  role.contract.parameters.forEach((parameter, index) => {
    const value = frame.table.parameter(index);
    if (frame.ir.parameters[index] === undefined) return;
    // `if (copy != NULL) *copy = 0;`: the library never leaves out what it calls back with.
    if (parameter.role !== 'other') world.facts.set(value, NONZERO);
    switch (parameter.role) {
      case 'given':
      case 'borrowed': {
        const given = parameter.role === 'given';
        const site: Site = { range: frame.ir.nameRange, statement: frame.ir.nameRange, number: -1 };
        const name = frame.variableName(frame.ir.parameters[index]);
        const origin = frame.event(world, given ? 'acquire-owned' : 'acquire-borrowed', site, given
          ? `the library calls ${frame.ir.name}() with one reference to \`${name}\`, kept only by a ${parameter.keptWhen ?? 'nonzero'} return`
          : `\`${name}\` is only lent to ${frame.ir.name}()`, [value]);
        set(world, value, { ...NEW_ACCOUNT, provenance: given ? 'given' : 'lent', held: given ? 1 : 0, others: given ? [] : ['library'], origin, label: name });
        break;
      }
      case 'flag': {
        // A value of its own that is known to equal the initial one: a write of the same number is still a write.
        const cell = frame.table.target(value);
        const initial = parameter.initial ?? 0;
        const unwritten = frame.table.unknown(`unwritten${index}`);
        world.facts.set(unwritten, { low: initial, high: initial, not: [], equals: null, differs: [] });
        world.cells.set(cell, unwritten);
        frame.watched.push(cell);
        break;
      }
      case 'out-owned': {
        const cell = frame.table.target(value);
        world.cells.set(cell, frame.table.zero);
        frame.watched.push(cell, ...handedOver(frame, frame.ir.parameters[index] ?? -1));
        break;
      }
      default: break;
    }
  });
}

/** `*sess = found;`: the locals that name what a parameter hands over, so that the ways of finding it stay apart. O(instructions). */
function handedOver(frame: Frame, parameter: VariableId): Cell[] {
  const locals = new Set<VariableId>();
  for (const { instructions } of frame.ir.blocks) {
    for (const instruction of instructions) {
      if (instruction.op !== 'assign' || instruction.to.base !== parameter || instruction.to.path.length !== 1) continue;
      if (instruction.value.kind === 'load' && instruction.value.place.path.length === 0) locals.add(instruction.value.place.base);
    }
  }
  return [...locals].map((id) => frame.table.variable(id));
}

/** Judges one way out of a callback. What the library takes over is taken out of the world. */
export function checkContract(frame: Frame, world: World, site: Site, role: Role, returned: Value | null): void {
  role.contract.parameters.forEach((parameter, index) => {
    if (frame.ir.parameters[index] === undefined) return;
    const value = frame.table.parameter(index);
    if (parameter.role === 'given') checkGiven(frame, world, site, role, parameter, index, returned);
    if (parameter.role === 'flag' && returned !== null) checkFlag(frame, world, site, role, parameter, index, returned);
    if (parameter.role === 'out-owned') checkOut(frame, world, site, role, parameter, value, returned);
  });
}

function checkGiven(frame: Frame, world: World, site: Site, role: Role, parameter: ContractParameter, index: number, returned: Value | null): void {
  const value = frame.table.parameter(index);
  const account = world.accounts.get(value);
  if (account === undefined || account.provenance !== 'given' || returned === null) return;
  const kept = inOutcome(factOf(world.facts, frame.table, returned), parameter.keptWhen ?? 'nonzero');
  if (kept === null) return;
  if (account.surrendered !== null) frame.answers.push({ world, site, value, account, name: frame.variableName(frame.ir.parameters[index] ?? -1), kept, to: account.surrendered });
  const { rule } = role.contract;
  const name = frame.variableName(frame.ir.parameters[index] ?? -1);
  if (account.state === 'lost') {
    // `table[i].sess = s; return 1;`: elements are not followed, but one of them owns it now.
    if (kept && account.held === 1 && account.stored?.judged === false && isElement(frame, account.stored.cell)) logKept(frame, account, account.stored);
    // `cache_put(s); SSL_SESSION_free(s); return 0;`: whether cache_put() counts what it keeps or not, this one is not the callback's.
    if (!kept && account.adopted > 0 && account.doubts.includes('seen-by-unknown')) frame.report(world, 'callback-released-and-returned', site, value, name, { account, rule });
    return;
  }
  const cells = outlivingNames(frame, world, value);
  const units = kept ? account.held : account.held - 1;
  const say = (kind: 'callback-released-and-returned' | 'callback-not-kept' | 'callback-stored-without-reference' | 'callback-overwrites', detail = ''): void => {
    frame.report(world, kind, site, value, name, { account, rule, detail, holder: cells[0] === undefined ? '' : cellName(frame, world, cells[0]) });
  };
  if (units < 0) say('callback-released-and-returned');
  else if (cells.length > units) say(units === 0 && kept ? 'callback-released-and-returned' : 'callback-stored-without-reference', kept ? 'released' : cells.some((cell) => frame.table.cell(cell).parent >= 0) ? 'member' : '');
  else if (units > cells.length) say('callback-not-kept', cells.length > 0 || account.retained > 0 ? 'extra' : '');
  else if (kept && account.stored?.replaced === 'unread' && cells.includes(account.stored.cell) && !isFresh(frame, account.stored.cell)) {
    say('callback-overwrites', isForEveryTicket(frame, account.stored.cell) && !isOnceOnly(frame, world) ? 'same' : 'field');
  }
  if (kept && units === 1 && cells.length === 1 && account.stored?.judged === false && cells[0] === account.stored.cell) logKept(frame, account, account.stored);
  set(world, value, { ...account, state: 'lost' });
}

/** A plain global, or a member of what the connection is set up with, is one place for every ticket; any other member may be a fresh one each time. */
function isForEveryTicket(frame: Frame, cell: Cell): boolean {
  const { table } = frame;
  const { root, parent } = table.cell(cell);
  if (root.kind === 'variable') return parent < 0;
  const pointer = table.term(root.of);
  return pointer.kind === 'input' && table.cell(pointer.cell).selector.startsWith('{');
}

/** `if (done) return 0; done = 1;`: something was asked on this path and is not any more what it was, so this may be the only ticket that comes here. O(facts). */
function isOnceOnly(frame: Frame, world: World): boolean {
  const { table } = frame;
  const isAskedAndWritten = (value: Value, depth: number): boolean => {
    const term = table.term(value);
    if (term.kind === 'input') return (world.cells.get(term.cell) ?? value) !== value;
    return term.kind === 'binary' && depth > 0 && (isAskedAndWritten(term.left, depth - 1) || isAskedAndWritten(term.right, depth - 1));
  };
  for (const [value, fact] of world.facts) if (!isAnything(fact) && isAskedAndWritten(value, 2)) return true;
  return false;
}

function checkFlag(frame: Frame, world: World, site: Site, role: Role, parameter: ContractParameter, index: number, returned: Value): void {
  if (isNull(frame, world, returned)) return;
  const cell = frame.table.target(frame.table.parameter(index));
  const flag = world.cells.get(cell);
  if (flag === undefined) return;
  const given = inOutcome(factOf(world.facts, frame.table, flag), parameter.givenWhen ?? 'zero');
  const unwritten = flag === frame.table.unknown(`unwritten${index}`);
  const account = world.accounts.get(returned);
  const name = nameOr(frame, world, returned, 'the session');
  const { rule } = role.contract;
  const detail = frame.variableName(frame.ir.parameters[index] ?? -1);
  if (account?.provenance === 'sentinel' || account?.state === 'lost' || given === null) return;
  const owned = account !== undefined && account.held > 0;
  const cells = outlivingNames(frame, world, returned);
  const others = ownNames(frame, returned, cells, account);
  if (given) {
    if (owned && account.held > others.length) set(world, returned, { ...account, held: account.held - 1, state: 'lost' });
    else if (owned || isKeptElsewhere(frame, returned, account, cells)) {
      frame.report(world, 'flag-borrowed-given', site, returned, name, { account: account ?? null, rule, detail, holder: cells[0] === undefined ? '' : cellName(frame, world, cells[0]), doubts: account === undefined ? ['incoming-count'] : [] });
      if (account !== undefined) set(world, returned, { ...account, state: 'lost' });
    }
    return;
  }
  if (owned && others.length === 0) {
    frame.report(world, 'flag-owned-kept', site, returned, name, { account, rule, detail: unwritten ? `${detail} unwritten` : detail });
    set(world, returned, { ...account, state: 'lost' });
  } else if (unwritten) frame.report(world, 'flag-not-written', site, returned, name, { account: account ?? null, rule, detail });
}

/** The cell a value came out of has the reference it came with; only further cells live on references counted here. */
function ownNames(frame: Frame, value: Value, cells: readonly Cell[], account: Account | undefined): readonly Cell[] {
  const term = frame.table.term(value);
  if (term.kind !== 'input' || (account?.held ?? 0) === 0) return cells;
  return cells.filter((cell) => cell !== term.cell);
}

/** Whether somebody else certainly goes on holding the returned pointer: it was only borrowed, or a field or global still has it. */
function isKeptElsewhere(frame: Frame, value: Value, account: Account | undefined, cells: readonly Cell[]): boolean {
  if (account !== undefined && (account.provenance === 'borrowed' || account.provenance === 'lent')) return true;
  const term = frame.table.term(value);
  // What an unknown look-up found may have been counted for the caller.
  return term.kind === 'input' && cells.includes(term.cell) && pathOfValue(frame, value) !== null;
}

function checkOut(frame: Frame, world: World, site: Site, role: Role, parameter: ContractParameter, pointer: Value, returned: Value | null): void {
  const cell = frame.table.target(pointer);
  const value = world.cells.get(cell);
  if (value === undefined || isNull(frame, world, value)) return;
  const account = world.accounts.get(value);
  const taken = parameter.takenWhen === 'always' ? true
    : returned === null ? null : inOutcome(factOf(world.facts, frame.table, returned), parameter.takenWhen ?? 'nonzero');
  const term = frame.table.term(value);
  if (account === undefined && term.kind !== 'input') return;
  if (account?.state === 'lost' || taken === null) return;
  const { rule } = role.contract;
  const name = cellName(frame, world, cell) || '*sess';
  world.cells.delete(cell);
  const others = ownNames(frame, value, outlivingNames(frame, world, value), account);
  const report = (kind: 'out-released' | 'out-not-owned' | 'out-leaked'): void => {
    frame.report(world, kind, site, value, name, { account: account ?? null, rule, holder: others[0] === undefined ? '' : cellName(frame, world, others[0]), doubts: account === undefined ? ['incoming-count'] : [] });
    if (account !== undefined) set(world, value, { ...account, state: 'lost' });
  };
  if (account?.state === 'gone') { if (taken) report('out-released'); return; }
  if (!taken) {
    if (account !== undefined && account.held > others.length && account.provenance === 'owned') report('out-leaked');
    return;
  }
  const held = account?.held ?? 0;
  if (held > 0 && held > others.length) set(world, value, { ...(account ?? NEW_ACCOUNT), held: held - 1, state: held - 1 > 0 ? 'live' : 'lost' });
  else if (others.length > 0 || account?.provenance === 'borrowed' || account?.provenance === 'lent') report('out-not-owned');
}

