import type { FunctionIr, Instruction } from '../../ir/instructions.ts';
import { EQUALS } from '../../code/characters.ts';
import type { Tokens } from '../../code/tokens.ts';
import { factOf, isNonzero } from '../../ownership/state/facts.ts';
import type { Event } from '../../ownership/state/event.ts';
import type { Frame } from '../../ownership/state/frame.ts';
import type { Interpretation, Observer } from '../../ownership/paths/interpret.ts';
import { holderName, isNull } from '../../ownership/transfer/ledger.ts';
import { cellOf, evaluate } from '../../ownership/state/memory.ts';
import type { Cell, Value } from '../../ownership/state/value.ts';
import { fork, type World } from '../../ownership/state/world.ts';
import type { Hint } from './answers.ts';
import type { Locator } from './locate.ts';

type Call = Extract<Instruction, { op: 'call' }>;

/** What comes in at one place of the text, on all paths together. */
interface Arrival { readonly offset: number; readonly labels: Set<string>; readonly sentences: Set<string>; mayBeNull: boolean }

const GIVES: ReadonlySet<string> = new Set(['acquire-owned', 'acquire-borrowed']);

/**
 * Where sessions come into a function by a call: behind the name that receives it, else behind the call. A copy of a
 * pointer (`s = c->sess`) says itself where it is from. Costs one interpretation of each variant.
 */
export function hintsOf(variants: readonly FunctionIr[], locator: Locator, release: string, watch: (f: FunctionIr, observer: Observer) => Interpretation): Hint[] {
  const arrivals = new Map<number, Arrival>();
  for (const f of variants) {
    const own = new Map<number, Arrival>();
    const { gaveUp } = watch(f, new Watcher(f, own, locator));
    if (gaveUp !== null) continue;
    for (const [offset, arrival] of own) {
      const known = arrivals.get(offset);
      if (known === undefined) { arrivals.set(offset, arrival); continue; }
      for (const label of arrival.labels) known.labels.add(label);
      for (const sentence of arrival.sentences) known.sentences.add(sentence);
      known.mayBeNull ||= arrival.mayBeNull;
    }
  }
  const [first] = variants;
  if (first === undefined) return [];
  return [...arrivals.values()].filter(({ labels }) => labels.size > 0).sort((a, b) => a.offset - b.offset).map(({ offset, labels, sentences, mayBeNull }) => {
    const place = locator.rangeIn(first, { start: offset, end: offset });
    const owned = [...labels].some((label) => label === 'owned');
    const duty = owned ? ` What is owned has to be released once, with ${release}(), or handed on.` : ' It must not be released here.';
    return {
      offset: place.start, line: place.startLine, column: place.startColumn, label: [...labels].join(' or ') + (mayBeNull ? ', may be NULL' : ''),
      tooltip: `${[...sentences].join(' ')}${duty}${mayBeNull ? ' It may be NULL.' : ''}`,
    };
  });
}

class Watcher implements Observer {
  readonly #arrivals: Map<number, Arrival>;
  readonly #ir: FunctionIr;
  readonly #locator: Locator;

  constructor(f: FunctionIr, arrivals: Map<number, Arrival>, locator: Locator) {
    this.#ir = f;
    this.#arrivals = arrivals;
    this.#locator = locator;
  }

  before(): void { /* only what a call leaves behind is of interest */ }

  after(frame: Frame, seen: World, at: Instruction): void {
    if (at.op !== 'call') return;
    const world = fork(seen);
    const result = at.result === null ? undefined : world.cells.get(cellOf(frame, world, at.result));
    const events = arrivedIn(seen.trace, at, result);
    for (const event of events) {
      const value = event.about[0];
      const account = value === undefined ? undefined : world.accounts.get(value);
      if (value === undefined || account === undefined) continue;
      const arrival = this.#at(receiver(this.#ir, frame, world, at, value, this.#locator));
      const holder = holderName(frame, world, account);
      arrival.labels.add(event.kind !== 'acquire-borrowed' ? 'owned' : holder === '' ? 'borrowed' : `borrowed from ${holder}`);
      arrival.sentences.add(`${event.message.slice(0, 1).toUpperCase()}${event.message.slice(1)}.`);
      arrival.mayBeNull ||= !isNonzero(factOf(world.facts, frame.table, value));
    }
    if (events.length === 0) this.#gaveNothing(frame, world, at);
  }

  /** One of the ways of a function of the project: what other ways fill is NULL. */
  #gaveNothing(frame: Frame, world: World, call: Call): void {
    const holdsNull = (cell: Cell): boolean => isNull(frame, world, world.cells.get(cell) ?? frame.table.uninitialised);
    if (call.result !== null && holdsNull(cellOf(frame, world, call.result))) this.#at(placeOfResult(this.#ir, call, this.#locator)).mayBeNull = true;
    for (const { value, range } of call.arguments) {
      if (value.kind === 'address' && holdsNull(cellOf(frame, world, value.place))) this.#at(range.end).mayBeNull = true;
    }
  }

  #at(offset: number): Arrival {
    let arrival = this.#arrivals.get(offset);
    if (arrival === undefined) this.#arrivals.set(offset, arrival = { offset, labels: new Set(), sentences: new Set(), mayBeNull: false });
    return arrival;
  }
}

/** The newest events of a path, as far as they come from this call; a reference that was added counts when the call also returns what it is on. */
function arrivedIn(trace: Event | null, call: Call, result: Value | undefined): Event[] {
  const events: Event[] = [];
  for (let at = trace; at !== null && at.range === call.range; at = at.previous) {
    if (GIVES.has(at.kind) || (at.kind === 'upref' && result !== undefined && at.about[0] === result)) events.push(at);
  }
  return events.reverse();
}

/** Offset behind the name that has the value now: the result's, or that of an argument `&s`; else behind the call. */
function receiver(f: FunctionIr, frame: Frame, world: World, call: Call, value: Value, locator: Locator): number {
  if (call.result !== null && world.cells.get(cellOf(frame, world, call.result)) === value) return placeOfResult(f, call, locator);
  for (const argument of call.arguments) {
    if (world.cells.get(frame.table.target(evaluate(frame, world, argument.value))) === value) return argument.range.end;
  }
  return call.range.end;
}

/** Behind what stands before the last `=` between the beginning of the statement and the call. */
function placeOfResult(f: FunctionIr, call: Call, locator: Locator): number {
  if (call.result === null || f.variables[call.result.base]?.kind === 'temporary') return call.range.end;
  const tokens = locator.tokens(f.file);
  const { first, last } = locator.tokensWithin(f, { start: call.statement.start, end: call.range.start });
  for (let i = last; i > first; i--) if (isAssignment(tokens, i)) return tokens.end(i - 1);
  // `SSL_SESSION *s = f()`, where the range of the call is that of the declarator.
  const inside = locator.tokensWithin(f, call.range);
  for (let i = inside.first + 1; i <= inside.last; i++) if (isAssignment(tokens, i)) return tokens.end(i - 1);
  return call.range.end;
}

/** A single `=`: the tokens of text are single characters. */
function isAssignment(tokens: Tokens, i: number): boolean {
  const touches = (other: number): boolean => tokens.kind(other) === EQUALS && (other < i ? tokens.end(other) === tokens.start(i) : tokens.end(i) === tokens.start(other));
  if (tokens.kind(i) !== EQUALS || touches(i - 1) || touches(i + 1)) return false;
  const before = tokens.kind(i - 1);
  return !('!<>'.includes(String.fromCharCode(before)) && before > 32 && tokens.end(i - 1) === tokens.start(i));
}
