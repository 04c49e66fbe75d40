import { NEW_ACCOUNT, type Doubt } from '../state/account.ts';
import { loseSurrendered, surrenderedTo } from './answers.ts';
import { assignCells, assignTo } from './assign.ts';
import type { InnerEvent } from '../state/event.ts';
import { exactFact, factOf, isEmpty, isNonzero, isZero, type Fact } from '../state/facts.ts';
import type { Frame, Site } from '../state/frame.ts';
import { accountOf, endBorrows, hold, isNull, isOfOtherRound, loseCount, release, set, storedByCallee, surrender, use } from './ledger.ts';
import { quoted } from '../state/naming.ts';
import { cellAt, valueAt, type Path } from '../state/path.ts';
import type { CallInstruction } from './call.ts';
import { saysNothing, type EffectSummary, type OutcomeSummary, type Summary, type ValueReference } from '../state/summary.ts';
import { noteStatus } from './status.ts';
import { loseHandshakes, scramble } from './unknown-call.ts';
import type { Value } from '../state/value.ts';
import { fork, iterationOf, type World } from '../state/world.ts';

/** A call of a function of the project: one world for each of its behaviours that is possible here. */
export function applySummary(frame: Frame, world: World, site: Site, instruction: CallInstruction, callee: string, summary: Summary, values: readonly Value[]): World[] {
  const released = new Set(summary.outcomes.flatMap((outcome) => outcome.effects.filter((effect) => effect.released > 0 && effect.target.steps.length === 0 && effect.target.root.kind === 'parameter').map((effect) => (effect.target.root.kind === 'parameter' ? effect.target.root.index : -1))));
  for (const [index, value] of values.entries()) {
    // A second release through a helper is a second release.
    if (released.has(index)) continue;
    if (!use(frame, world, site, value, callee)) return deliverUnknown(frame, world, site, instruction, callee);
  }
  for (const value of values) {
    // `list_remove(list, s)`: it may be taken out again.
    const account = world.accounts.get(value);
    if (account !== undefined && account.kept !== null) set(world, value, { ...account, kept: null });
  }
  if (!saysNothing(summary)) {
    loseHandshakes(world);
    loseSurrendered(frame, world);
  }
  noteStatus(frame, world, summary, instruction.result, values);
  const results: World[] = [];
  summary.outcomes.forEach((outcome, number) => {
    const branch = summary.outcomes.length === 1 ? world : fork(world);
    const open = openConditions(frame, branch, outcome, values);
    if (!holds(frame, branch, outcome, values)) return;
    results.push(applyOutcome(frame, branch, site, instruction, callee, summary, outcome, number, values, open));
  });
  return results;
}

function deliverUnknown(frame: Frame, world: World, site: Site, instruction: CallInstruction, callee: string): World[] {
  if (instruction.result !== null) assignTo(frame, world, site, instruction.result, frame.table.result(site.number, iterationOf(world), callee), instruction.initialiser);
  return [world];
}

/** What the outcome hangs on and nothing is known of here. */
function openConditions(frame: Frame, world: World, outcome: OutcomeSummary, values: readonly Value[]): Path[] {
  return outcome.conditions.flatMap(({ path }) => {
    const known = factOf(world.facts, frame.table, valueAt(frame, world, path, values));
    return isZero(known) || isNonzero(known) ? [] : [path];
  });
}

/** `c->owned` beside `c->sess`. */
function areSiblings(a: Path, b: Path): boolean {
  return a.steps.length > 0 && a.steps.length === b.steps.length && JSON.stringify(a.root) === JSON.stringify(b.root)
    && a.steps.every((step, i) => (step === b.steps[i]) === (i < a.steps.length - 1));
}

/** Takes the conditions of an outcome over into the world; false when they contradict it. */
function holds(frame: Frame, world: World, outcome: OutcomeSummary, values: readonly Value[]): boolean {
  for (const { path, fact } of outcome.conditions) {
    const value = valueAt(frame, world, path, values);
    const both = meet(factOf(world.facts, frame.table, value), fact);
    if (isEmpty(both) || both.equals?.length === 0) return false;
    const kind = frame.table.term(value).kind;
    if (kind === 'integer' || kind === 'address' || kind === 'string' || kind === 'function') continue;
    if (isZero(both) && !isZero(factOf(world.facts, frame.table, value))) frame.answeredNull.add(value);
    world.facts.set(value, both);
    if (isZero(both)) world.accounts.delete(value);
  }
  return true;
}

function meet(a: Fact, b: Fact): Fact {
  return { ...a, low: Math.max(a.low, b.low), high: Math.min(a.high, b.high), not: [...new Set([...a.not, ...b.not])], equals: meetNames(a.equals, b.equals), differs: [...new Set([...a.differs, ...b.differs])] };
}

function meetNames(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (a === null || b === null) return a ?? b;
  return a.filter((name) => b.includes(name));
}

function applyOutcome(frame: Frame, world: World, site: Site, instruction: CallInstruction, callee: string, summary: Summary, outcome: OutcomeSummary, number: number, values: readonly Value[], open: readonly Path[]): World {
  const doubts: readonly Doubt[] = summary.joined ? ['several-definitions'] : [];
  const iteration = `${iterationOf(world)}/${number}`;
  const inputs = new Map(outcome.effects.map((effect) => [effect, valueAt(frame, world, effect.target, values)] as const));
  const objects = outcome.objects.map((object, index): Value => {
    const value = frame.table.result(site.number, `${iteration}o${index}`, callee);
    if (object.nonnull) world.facts.set(value, { low: -Infinity, high: Infinity, not: [0], equals: null, differs: [] });
    return value;
  });
  const resolve = (reference: ValueReference, key: string): Value => {
    switch (reference.kind) {
      case 'integer': return frame.table.integer(reference.value);
      case 'constant': return frame.constant(reference.name);
      case 'function': return frame.table.named('function', reference.name);
      case 'path': return valueAt(frame, world, reference.path, values);
      case 'object': return objects[reference.index] ?? frame.table.zero;
      case 'unknown': {
        // What it wrote into a variable is not what it returned.
        const value = frame.table.result(site.number, `${iteration}${key}`, key === 'r' ? callee : '');
        world.facts.set(value, reference.fact.equals === null ? reference.fact : meet(reference.fact, frame.factOfNames(reference.fact.equals)));
        return value;
      }
    }
  };
  const written = outcome.writes.map((write, index) => ({ cell: cellAt(frame, world, write.path, values), value: resolve(write.value, `w${index}`), judged: storesBorrow(outcome, write) }));
  const result = outcome.result === null ? frame.table.result(site.number, iteration, callee) : isNoSession(outcome, summary) ? answeredNull(frame, world, frame.table.result(site.number, iteration, callee)) : resolve(outcome.result, 'r');
  const owners = outcome.ended.map((e) => ({ owner: valueAt(frame, world, e.path, values), certainty: e.certainty }));
  for (const path of outcome.scrambled) {
    const value = valueAt(frame, world, path, values);
    if (!isNull(frame, world, value)) scramble(frame, world, site, value, 0);
  }
  for (const { owner, certainty } of owners) {
    const setAgain = [...inputs].find(([effect]) => effect.heldBy.some((path) => valueAt(frame, world, path, values) === owner));
    endBorrows(frame, world, site, owner, certainty, setAgain?.[1] ?? null, callee);
  }
  for (const [effect, value] of inputs) {
    if (isNull(frame, world, value)) continue;
    if (effect.lost) { surrenderTo(frame, world, site, value, callee, effect); continue; }
    for (let n = 0; n < effect.retained; n++) retainThrough(frame, world, site, value, callee, effect.steps);
    for (const holder of effect.heldBy) hold(frame, world, site, value, valueAt(frame, world, holder, values), callee);
    for (let n = 0; n < effect.released; n++) {
      frame.event(world, 'call', site, `${callee}() releases ${quoted(frame, world, value, 'the session')}`, [value], effect.steps);
      // `if (c->owned) SSL_SESSION_free(c->sess);`, and here it is not known whether it is.
      const lent = (world.accounts.get(value)?.held ?? 0) === 0 && open.some((path) => areSiblings(path, effect.target));
      release(frame, world, site, value, callee, lent ? [...doubts, 'another-function-tests'] : doubts);
    }
  }
  outcome.objects.forEach((object, index) => {
    const value = objects[index];
    if (value === undefined || object.provenance === 'unknown') return;
    const lender = object.lender === null ? null : valueAt(frame, world, object.lender, values);
    const owned = object.provenance === 'owned';
    const message = owned ? `owned: ${callee}() gives a reference` : `borrowed: ${callee}() lends a session`;
    const origin = frame.event(world, owned ? 'acquire-owned' : 'acquire-borrowed', site, message, [value], object.steps);
    set(world, value, {
      ...NEW_ACCOUNT, rounds: new Map(world.repeats), provenance: object.provenance === 'sentinel' ? 'sentinel' : owned ? 'owned' : 'borrowed', held: object.held, lender: owned ? null : lender,
      others: owned ? [] : lender === null ? ['library'] : [`owner:${lender}`], origin, source: object.source, label: `${callee}()`, doubts,
    });
  });
  assignCells(frame, world, site, written.flatMap(({ cell, value }) => (cell === null ? [] : [{ cell, value }])), callee);
  for (const { cell, value, judged } of written) if (cell !== null && judged) storedByCallee(world, value);
  if (instruction.result !== null) assignTo(frame, world, site, instruction.result, result, instruction.initialiser);
  return world;
}

/** NULL, from a function that on other ways returns a session. */
function isNoSession({ result }: OutcomeSummary, summary: Summary): boolean {
  return result?.kind === 'integer' && result.value === 0 && summary.outcomes.some((other) => other.result?.kind === 'object' || other.result?.kind === 'path');
}

function answeredNull(frame: Frame, world: World, value: Value): Value {
  frame.answeredNull.add(value);
  world.facts.set(value, exactFact(0));
  return value;
}

/**
 * `c->session = SSL_get_session(c->ssl)` in the function itself, which is told so there. A getter that answers with `*out = ...`
 * is not: where that goes is the caller's choice.
 */
function storesBorrow(outcome: OutcomeSummary, write: OutcomeSummary['writes'][number]): boolean {
  const object = write.value.kind === 'object' ? outcome.objects[write.value.index] : undefined;
  return object?.provenance === 'borrowed' && object.lender !== null && (write.path.root.kind === 'global' || write.path.steps.length > 1);
}

function surrenderTo(frame: Frame, world: World, site: Site, value: Value, callee: string, effect: EffectSummary): void {
  if (!use(frame, world, site, value, callee)) return;
  const before = accountOf(frame, world, value);
  surrender(frame, world, value);
  if (before.provenance === 'given' && before.state === 'live' && before.held === 1 && before.retained === 0) {
    const event = frame.event(world, 'call', site, `${callee}() is given ${quoted(frame, world, value, 'the session')}`, [value], effect.steps);
    set(world, value, { ...accountOf(frame, world, value), surrendered: surrenderedTo(frame, event, callee) });
  }
  // `list_add(list, SSL_get_session(ssl))`: what was only borrowed does not live as long as the list.
  if (effect.kept === '' || before.state !== 'live' || before.held > 0 || before.provenance !== 'borrowed' || before.lender === null) return;
  const event = frame.event(world, 'call', site, `${callee}() stores the pointer and takes no reference`, [value], effect.steps);
  set(world, value, { ...accountOf(frame, world, value), kept: { name: effect.kept, event, marked: effect.marked ?? [] } });
}

function retainThrough(frame: Frame, world: World, site: Site, value: Value, callee: string, steps: readonly InnerEvent[]): void {
  const account = accountOf(frame, world, value);
  if (account.state === 'lost') return;
  if (isOfOtherRound(world, account)) { loseCount(frame, world, value); return; }
  const origin = frame.event(world, 'upref', site, `${callee}() adds a reference to ${quoted(frame, world, value, 'the session')}`, [value], steps);
  set(world, value, { ...account, held: account.held + 1, retained: account.retained + 1, origin: account.held === 0 ? origin : account.origin ?? origin });
}
