import type { FunctionIr } from '../ir/instructions.ts';
import type { Account } from './account.ts';
import { listEvents, type InnerEvent } from './event.ts';
import { ANYTHING, factOf, isAnything, isNonzero, join, type Fact } from './facts.ts';
import type { Frame } from './frame.ts';
import { isNull } from './ledger.ts';
import { cellName } from './naming.ts';
import { pathOfCell, pathOfValue, showPath, type Path } from './path.ts';
import type { Cell, Value } from './value.ts';
import type { World } from './world.ts';

/** A value as callers see it. */
export type ValueReference =
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'constant' | 'function'; readonly name: string }
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'object'; readonly index: number }
  | { readonly kind: 'unknown'; readonly fact: Fact };

/** An object that the function made or borrowed and that leaves it. */
export interface ObjectSummary {
  readonly provenance: 'owned' | 'borrowed' | 'sentinel' | 'unknown';
  readonly held: number;
  readonly lender: Path | null;
  readonly source: string;
  readonly nonnull: boolean;
  readonly steps: readonly InnerEvent[];
}

/** What happens to a value that came in. */
export interface EffectSummary {
  readonly target: Path;
  readonly released: number;
  readonly retained: number;
  readonly lost: boolean;
  /** It is kept in memory that no caller can name, and no reference was added: how the function names that memory, '' otherwise. */
  readonly kept: string;
  readonly heldBy: readonly Path[];
  readonly steps: readonly InnerEvent[];
}

/** One behaviour of a function: under these conditions, with this result, this happens. */
export interface OutcomeSummary {
  readonly conditions: readonly { readonly path: Path; readonly fact: Fact }[];
  readonly result: ValueReference | null;
  readonly objects: readonly ObjectSummary[];
  readonly effects: readonly EffectSummary[];
  readonly writes: readonly { readonly path: Path; readonly value: ValueReference }[];
  readonly scrambled: readonly Path[];
  readonly ended: readonly { readonly path: Path; readonly certainty: 'always' | 'maybe' }[];
}

export interface Summary {
  readonly name: string;
  readonly outcomes: readonly OutcomeSummary[];
  /** Several definitions were joined. */
  readonly joined: boolean;
}

const MOST_OUTCOMES = 16;
const MOST_WRITES = 24;
const MOST_CONDITIONS = 12;
const LONGEST_CONDITION = 6;
const MOST_STEPS = 4;

/** What callers need to know, null when it would say too little or too much. `exits` are the worlds at return, with the value returned. */
export function summarise(frame: Frame, exits: readonly { world: World; value: Value | null }[]): Summary | null {
  const outcomes = new Map<string, OutcomeSummary>();
  for (const { world, value } of exits) {
    const outcome = outcomeOf(frame, world, value);
    if (outcome === null) return null;
    const key = outcomeKey(outcome);
    const known = outcomes.get(key);
    outcomes.set(key, known === undefined ? outcome : joinOutcomes(known, outcome));
    if (outcomes.size > MOST_OUTCOMES) return null;
  }
  return { name: frame.ir.name, outcomes: [...outcomes.values()], joined: false };
}

/** A function that does nothing to references: what its parameters point at may have changed, and nothing else. */
export function summaryWithoutStake(ir: FunctionIr): Summary {
  const scrambled = ir.parameters.map((_, index): Path => ({ root: { kind: 'parameter', index }, steps: [] }));
  return {
    name: ir.name, joined: false,
    outcomes: [{ conditions: [], result: { kind: 'unknown', fact: ANYTHING }, objects: [], effects: [], writes: [], scrambled, ended: [] }],
  };
}

/** Both summaries can be meant by one name: variants of a function, or several definitions. */
export function joinSummaries(a: Summary, b: Summary, definitions: boolean): Summary | null {
  const outcomes = new Map<string, OutcomeSummary>();
  for (const outcome of [...a.outcomes, ...b.outcomes]) {
    const key = outcomeKey(outcome);
    const known = outcomes.get(key);
    outcomes.set(key, known === undefined ? outcome : joinOutcomes(known, outcome));
  }
  if (outcomes.size > MOST_OUTCOMES) return null;
  return { name: a.name, outcomes: [...outcomes.values()], joined: a.joined || b.joined || definitions };
}

/** Whether two definitions of one name mean the same to callers. */
export function agree(a: Summary, b: Summary): boolean {
  const keys = (summary: Summary): string => summary.outcomes.map(outcomeKey).sort().join('\n');
  return keys(a) === keys(b);
}

/** True when calling the function does nothing that matters to sessions. */
export function saysNothing(summary: Summary): boolean {
  return summary.outcomes.length > 0 && summary.outcomes.every((o) => o.effects.length === 0 && o.writes.length === 0 && o.objects.length === 0
    && o.ended.length === 0 && (o.result === null || o.result.kind === 'unknown'));
}

function outcomeOf(frame: Frame, world: World, returned: Value | null): OutcomeSummary | null {
  const objects: ObjectSummary[] = [];
  const numbers = new Map<Value, number>();
  const refer = (value: Value): ValueReference => {
    const term = frame.table.term(value);
    // Before NULL: a constant that stands for zero is still told apart by its name.
    if (term.kind === 'constant' || term.kind === 'function') return { kind: term.kind, name: term.name };
    const known = factOf(world.facts, frame.table, value);
    if (known.equals !== null && term.kind === 'unknown') return { kind: 'unknown', fact: known };
    if (isNull(frame, world, value)) return { kind: 'integer', value: 0 };
    if (term.kind === 'integer') return { kind: 'integer', value: term.value };
    const path = pathOfValue(frame, value);
    if (path !== null) return { kind: 'path', path };
    const account = world.accounts.get(value);
    if (account === undefined || account.provenance === 'incoming') return { kind: 'unknown', fact: factOf(world.facts, frame.table, value) };
    let index = numbers.get(value);
    if (index === undefined) {
      index = objects.length;
      numbers.set(value, index);
      objects.push(objectOf(frame, world, value, account));
    }
    return { kind: 'object', index };
  };
  const result = returned === null ? null : refer(returned);
  const writes: { path: Path; value: ValueReference }[] = [];
  const kept = new Map<Value, string>();
  for (const [cell, value] of world.cells) {
    if (!frame.outlives(cell) || isInputOf(frame, cell, value)) continue;
    const path = pathOfCell(frame, cell);
    if (path === null) {
      // `*lua_newuserdata(L, n) = session`: kept in memory that no caller can name.
      if (pathOfValue(frame, value) !== null && frame.table.term(value).kind === 'parameter') kept.set(value, cellName(frame, world, cell));
      continue;
    }
    writes.push({ path, value: refer(value) });
    if (writes.length > MOST_WRITES) return null;
  }
  const effects: EffectSummary[] = [];
  for (const [value, account] of world.accounts) {
    const path = pathOfValue(frame, value);
    if (path === null) continue;
    const effect = effectOf(frame, world, value, account, path);
    const name = kept.get(value);
    kept.delete(value);
    if (effect !== null) effects.push(name === undefined ? effect : { ...effect, lost: true });
    else if (name !== undefined) effects.push({ target: path, released: 0, retained: 0, lost: true, kept: name, heldBy: [], steps: [] });
  }
  for (const [value, name] of kept) {
    const path = pathOfValue(frame, value);
    if (path !== null) effects.push({ target: path, released: 0, retained: 0, lost: true, kept: name, heldBy: [], steps: stepsAbout(world, value) });
  }
  const conditions: { path: Path; fact: Fact }[] = [];
  for (const [value, fact] of world.facts) {
    const path = pathOfValue(frame, value);
    // What is assumed of the configuration holds for callers as well.
    const assumed = path?.root.kind === 'configuration' && frame.environment.model.assumptions.some(({ name }) => path.root.kind === 'configuration' && path.root.name === name);
    if (path === null || assumed || path.root.kind === 'global' || path.steps.length > LONGEST_CONDITION) continue;
    conditions.push({ path, fact });
  }
  const pathsOf = (values: Iterable<Value>): Path[] => [...values].map((v) => pathOfValue(frame, v)).filter((p): p is Path => p !== null);
  const ended: { path: Path; certainty: 'always' | 'maybe' }[] = [];
  for (const [value, certainty] of world.ended) {
    const path = pathOfValue(frame, value);
    if (path !== null) ended.push({ path, certainty });
  }
  return { conditions: conditions.filter((c) => !isAnything(c.fact)).slice(0, MOST_CONDITIONS), result, objects, effects, writes, scrambled: pathsOf(world.scrambled), ended };
}

function isInputOf(frame: Frame, cell: Cell, value: Value): boolean {
  const term = frame.table.term(value);
  return term.kind === 'input' && term.cell === cell;
}

function objectOf(frame: Frame, world: World, value: Value, account: Account): ObjectSummary {
  const usable = account.state === 'live';
  const provenance = !usable ? 'unknown'
    : account.provenance === 'sentinel' ? 'sentinel'
    : account.held > 0 ? 'owned'
    : account.provenance === 'borrowed' ? 'borrowed' : 'unknown';
  return {
    provenance, held: account.held, lender: account.lender === null ? null : pathOfValue(frame, account.lender), source: account.source,
    nonnull: isNonzero(factOf(world.facts, frame.table, value)), steps: stepsAbout(world, value),
  };
}

function effectOf(frame: Frame, world: World, value: Value, account: Account, target: Path): EffectSummary | null {
  const given = account.provenance === 'given';
  const released = given ? (account.held === 0 && account.state !== 'lost' ? 1 : 0) : account.adopted;
  const retained = given ? Math.max(0, account.held - 1) : account.held;
  const lost = account.state === 'lost';
  const heldBy = account.others
    .map((other) => (other.startsWith('owner:') ? pathOfValue(frame, Number(other.slice('owner:'.length))) : null))
    .filter((path): path is Path => path !== null);
  if (released === 0 && retained === 0 && !lost && heldBy.length === 0) return null;
  return { target, released, retained, lost, kept: '', heldBy, steps: stepsAbout(world, value) };
}

function stepsAbout(world: World, value: Value): readonly InnerEvent[] {
  const steps: InnerEvent[] = [];
  for (const event of listEvents(world.trace)) {
    if (!event.about.includes(value)) continue;
    steps.push({ kind: event.kind, file: event.file, range: event.range, message: event.message, depth: 1 });
    for (const inner of event.inner) steps.push({ ...inner, depth: inner.depth + 1 });
  }
  return steps.slice(-MOST_STEPS);
}

function outcomeKey(outcome: OutcomeSummary): string {
  const plain = outcome.objects.length === 0 && outcome.effects.length === 0 && outcome.writes.length === 0;
  const reference = (value: ValueReference | null): string => {
    if (value === null) return '-';
    switch (value.kind) {
      case 'integer': return `${value.value}`;
      case 'constant': case 'function': return value.name;
      case 'path': return showPath(value.path);
      case 'object': return `o${value.index}`;
      case 'unknown': return '?';
    }
  };
  // Results that differ only in a number, with nothing done to sessions, are one outcome.
  const kind = outcome.result?.kind;
  const result = plain && (kind === 'integer' || kind === 'unknown' || kind === 'constant') ? 'int' : reference(outcome.result);
  return [
    result,
    outcome.objects.map((o) => `${o.provenance}${o.held}${o.lender === null ? '' : showPath(o.lender)}`).join(),
    outcome.effects.map((e) => `${showPath(e.target)}:${e.released}${e.retained}${String(e.lost)}${e.kept === '' ? '' : 'kept'}${e.heldBy.map(showPath).join('+')}`).sort().join(),
    outcome.writes.map((w) => `${showPath(w.path)}=${reference(w.value)}`).sort().join(),
    outcome.scrambled.map(showPath).sort().join(),
    outcome.ended.map((e) => showPath(e.path) + e.certainty).sort().join(),
  ].join(';');
}

function joinOutcomes(a: OutcomeSummary, b: OutcomeSummary): OutcomeSummary {
  const conditions: { path: Path; fact: Fact }[] = [];
  for (const condition of a.conditions) {
    const other = b.conditions.find((c) => showPath(c.path) === showPath(condition.path));
    if (other === undefined) continue;
    const fact = join(condition.fact, other.fact);
    if (!isAnything(fact)) conditions.push({ path: condition.path, fact });
  }
  const factOfResult = (value: ValueReference | null): Fact | null => {
    if (value?.kind === 'unknown') return value.fact;
    if (value?.kind === 'integer') return { low: value.value, high: value.value, not: [], equals: null, differs: [] };
    if (value?.kind === 'constant') return { low: -Infinity, high: Infinity, not: [], equals: [value.name], differs: [] };
    return null;
  };
  const x = factOfResult(a.result);
  const y = factOfResult(b.result);
  const same = JSON.stringify(a.result) === JSON.stringify(b.result);
  const result: ValueReference | null = x !== null && y !== null && !same ? { kind: 'unknown', fact: join(x, y) } : a.result;
  return { ...a, conditions, result };
}
