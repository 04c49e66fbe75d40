import type { Range } from '../../ir/instructions.ts';
import { ANSWER_TEXT } from '../../model/words.ts';
import type { Account } from '../../ownership/state/account.ts';
import { listEvents } from '../../ownership/state/event.ts';
import { factOf, isNonzero } from '../../ownership/state/facts.ts';
import type { Frame } from '../../ownership/state/frame.ts';
import { holderName, isNull } from '../../ownership/transfer/ledger.ts';
import { read } from '../../ownership/state/memory.ts';
import { cellName, valueName } from '../../ownership/state/naming.ts';
import type { Cell, Term, Value } from '../../ownership/state/value.ts';
import type { World } from '../../ownership/state/world.ts';
import type { LostTrack } from './lost-track.ts';

/** A path at one of its points, and what is needed to speak about it. */
export interface Point {
  readonly frame: Frame;
  /** A fork: it may be read from. */
  readonly world: World;
  readonly lost: LostTrack;
  readonly lineOf: (range: Range) => number;
}

const code = (text: string): string => `\`${text}\``;
const list = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('; ');

/** What a path knows of the session that a cell holds, in Markdown without full stop; null when it knows nothing worth saying. */
export function stateOf(point: Point, cell: Cell): string | null {
  const { frame, world } = point;
  const value = read(frame, world, cell);
  if (value === frame.table.uninitialised) return 'not initialised';
  if (isNull(frame, world, value)) return 'NULL';
  const account = world.accounts.get(value);
  const words = account === undefined || isUntouched(account) ? ofStranger(point, cell, value) : ofAccount(point, value, account);
  // Whether something is NULL that came in is the caller's to say.
  const open = account !== undefined && account.state === 'live' && frame.table.term(value).kind === 'result' && !isNonzero(factOf(world.facts, frame.table, value));
  return words !== null && open ? `${words}; may be NULL` : words;
}

/** It came in, and nothing happened to it here. */
function isUntouched(account: Account): boolean {
  return account.provenance === 'incoming' && account.state === 'live' && account.held === 0 && account.end === null;
}

/** A value without book-keeping: whose it is shows in where it came from. */
function ofStranger(point: Point, cell: Cell, value: Value): string | null {
  const { frame, world } = point;
  const term = frame.table.term(value);
  switch (term.kind) {
    case 'parameter': return 'owned by the caller';
    case 'input': {
      if (term.cell === cell) return asOnEntry(frame, cell);
      const name = cellName(frame, world, term.cell);
      return name === '' ? null : `belongs to ${code(name)}, where it was read`;
    }
    case 'result': return ofUnknownCall(point, term);
    case 'unknown': return /^[sx]/.test(term.key) ? 'not known: code that is not known may have changed it' : null;
    default: return null;
  }
}

/** A place that nothing was done to. */
function asOnEntry(frame: Frame, cell: Cell): string | null {
  if (!frame.outlives(cell)) return null;
  const { parent, root, selector } = frame.table.cell(cell);
  const whose = selector.startsWith('.') ? 'this field' : parent < 0 && root.kind === 'variable' ? 'this variable' : 'this place';
  return `as on entry: the reference, if any, belongs to ${whose}`;
}

function ofUnknownCall(point: Point, term: Extract<Term, { kind: 'result' }>): string | null {
  if (term.callee === '') return null;
  const block = point.frame.ir.blocks[Math.floor(term.site / 4096)];
  const instruction = term.site < 0 ? undefined : block?.instructions[term.site % 4096];
  const line = instruction === undefined ? '' : ` at line ${point.lineOf(instruction.range)}`;
  if (point.frame.environment.modelOf(term.callee)?.returns.kind === 'memory') return `fresh memory from ${code(`${term.callee}()`)}${line}`;
  return `not known: what ${code(`${term.callee}()`)} returned${line}`;
}

function ofAccount(point: Point, value: Value, account: Account): string {
  switch (account.state) {
    case 'gone': return ended(point, account, 'released');
    case 'ended': return ended(point, account, account.perhaps ? 'the borrow may have ended' : 'the borrow ended');
    case 'lost': return ofLost(point, value, account);
    case 'live': break;
  }
  switch (account.provenance) {
    case 'owned': return account.held > 0 ? list([`${owned(account)}: ${account.origin?.kind === 'upref' ? 'reference added' : 'acquired'}${origin(point, account)}`, stored(point, account), keepers(point, account)]) : settled(point, value, account);
    case 'borrowed': return account.held > 0 ? list([`${owned(account)}: reference added${line(point, account)}`, `borrowed before${lender(point, account)}`, stored(point, account)])
      : list([`borrowed${lender(point, account)}${origin(point, account)}`, stored(point, account)]);
    case 'given': return ofGiven(point, value, account);
    case 'lent': return account.held > 0 ? list([`${owned(account)}: reference added here`, stored(point, account)]) : list(['only lent to this callback', stored(point, account)]);
    case 'sentinel': return `a marker that is no session, from ${code(account.label)}`;
    case 'incoming': return account.held > 0 ? list([`${owned(account)}: reference added${line(point, account)}`, stored(point, account)])
      : account.end === null ? 'owned by the caller' : `the reference that was added is released at line ${point.lineOf(account.end.range)}`;
  }
}

const owned = (account: Account): string => (account.held > 1 ? `owned, ${account.held} references` : 'owned');

function line(point: Point, account: Account): string { return account.origin === null ? '' : ` at line ${point.lineOf(account.origin.range)}`; }

/** ` at line 4 by f()`. */
function origin(point: Point, account: Account): string {
    const source = account.origin?.kind === 'upref' ? '' : account.label.endsWith('()') ? account.label : account.source === '' ? '' : `${account.source}()`;
  return `${line(point, account)}${source === '' ? '' : ` by ${code(source)}`}`;
}

function lender(point: Point, account: Account): string {
  const name = holderName(point.frame, point.world, account);
  return name === '' ? '' : ` from ${code(name)}`;
}

function stored(point: Point, account: Account): string {
  if (account.stored === null) return '';
  const name = cellName(point.frame, point.world, account.stored.cell);
  return `stored${name === '' ? '' : ` in ${code(name)}`} at line ${point.lineOf(account.stored.event.range)}`;
}

/** Others that keep the object alive as well. */
function keepers(point: Point, account: Account): string {
  const names = account.others.filter((other) => other.startsWith('owner:'))
    .map((other) => valueName(point.frame, point.world, Number(other.slice('owner:'.length)))).filter((name) => name !== '');
  return names.length === 0 ? '' : `${[...new Set(names)].map(code).join(' and ')} ${names.length === 1 ? 'has' : 'have'} a reference of its own`;
}

/** All references that were had here are given up, and somebody else keeps the object alive. */
function settled(point: Point, value: Value, account: Account): string {
  const given = listEvents(point.world.trace).findLast((event) => (event.kind === 'transfer' || event.kind === 'release') && event.about.includes(value));
  const at = given === undefined ? '' : ` at line ${point.lineOf(given.range)}`;
  const how = given?.kind === 'transfer' ? `handed over${at}` : `released${at}`;
  return list([given === undefined ? 'not owned here any more' : how, keepers(point, account)]);
}

function ofGiven(point: Point, value: Value, account: Account): string {
  const { frame } = point;
  const term = frame.table.term(value);
  const role = term.kind === 'parameter' ? frame.role?.contract.parameters[term.index] : undefined;
  const kept = role?.keptWhen === undefined ? '' : `, kept exactly when ${ANSWER_TEXT[role.keptWhen]}`;
  return list([`comes with a reference${kept}`, account.retained > 0 ? `${account.retained} more added here` : '', stored(point, account)]);
}

function ended(point: Point, account: Account, word: string): string {
  const { end } = account;
  if (end === null) return word;
  const at = `${word} at line ${point.lineOf(end.range)}`;
  return end.kind === 'release' ? at : `${at}: ${end.message}`;
}

function ofLost(point: Point, value: Value, account: Account): string {
  const since = point.lost.since(account);
  if (since === null) return 'not known';
  const at = point.lineOf(since.range);
  const reported = point.frame.problems.some((problem) => problem.range.start === since.range.start && problem.about.includes(value));
  if (reported) return `not followed after line ${at}, where a mistake was found`;
  // `table[i] = f()`: what is put into containers is not followed.
  if (account.origin?.range === since.range) return `acquired${origin(point, account)}, and not followed further`;
  const name = since.op === 'call' && typeof since.callee === 'string' ? since.callee : '';
  if (name === '') return `not known since line ${at}`;
  return `not known since it went to ${code(`${name}()`)} at line ${at}`;
}
