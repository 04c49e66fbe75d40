import type { Account } from '../state/account.ts';
import { countedIn } from '../flow/counted.ts';
import { listEvents, type InnerEvent } from '../state/event.ts';
import { factOf, isAnything, isNonzero, type Fact } from '../state/facts.ts';
import type { Frame } from '../state/frame.ts';
import { isTruthValue, truthOf } from '../transfer/assume.ts';
import { isNull } from '../transfer/ledger.ts';
import { markedBeside } from '../state/flags.ts';
import { outlivingNames } from '../state/memory.ts';
import { cellName } from '../state/naming.ts';
import { canBeTracked } from '../state/tracked.ts';
import { pathOfCell, pathOfValue, type Path } from '../state/path.ts';
import { summaryFrom, type EffectSummary, type ObjectSummary, type OutcomeSummary, type Summary, type ValueReference } from '../state/summary.ts';
import type { Cell, Value } from '../state/value.ts';
import type { World } from '../state/world.ts';

const MOST_WRITES = 24;
const MOST_CONDITIONS = 12;
const LONGEST_CONDITION = 6;
const MOST_STEPS = 4;

/** What callers need to know, null when it would say too little or too much. `exits` are the worlds at return, with the value returned; `further` is what happens on all of them. */
export function summarise(frame: Frame, exits: readonly { world: World; value: Value | null }[], further: readonly EffectSummary[]): Summary | null {
  const outcomes: OutcomeSummary[] = [];
  const elements = reachedByElement(frame, exits);
  for (const { world, value } of exits) {
    const outcome = outcomeOf(frame, world, value, elements);
    if (outcome === null) return null;
    outcomes.push(further.length === 0 ? outcome : { ...outcome, effects: [...outcome.effects, ...further] });
  }
  return summaryFrom(frame.ir.name, outcomes);
}

function outcomeOf(frame: Frame, world: World, returned: Value | null, elements: ReadonlySet<Value>): OutcomeSummary | null {
  const { table } = frame;
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
    const truth = isTruthValue(frame, value) ? truthOf(frame, world, value) : null;
    if (truth !== null) return { kind: 'integer', value: truth ? 1 : 0 };
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
  const moved = new Set<Value>();
  const noteMoved = (value: Value, to: Cell | null): void => {
    for (const source of table.sources(value)) if (source !== value && canBeTracked(frame, source) && !(to !== null && isInputOf(frame, to, source))) moved.add(source);
  };
  const result = returned === null ? null : refer(returned);
  if (returned !== null) noteMoved(returned, null);
  const writes: { path: Path; value: ValueReference }[] = [];
  const kept = new Map<Value, { readonly name: string; readonly marked: readonly string[] }>();
  for (const [cell, value] of world.cells) {
    if (!frame.outlives(cell) || isInputOf(frame, cell, value)) continue;
    const path = pathOfCell(frame, cell);
    if (path === null) {
      // `*lua_newuserdata(L, n) = session`: kept in memory that no caller can name.
      if (pathOfValue(frame, value) !== null && frame.table.term(value).kind === 'parameter') kept.set(value, { name: cellName(frame, world, cell), marked: markedBeside(frame, world, cell) });
      continue;
    }
    writes.push({ path, value: refer(value) });
    noteMoved(value, cell);
    if (writes.length > MOST_WRITES) return null;
  }
  // `if (c->keep) { c->sess = *s; *s = NULL; }`: whether it went there cannot be told.
  for (const value of moved) if (!kept.has(value)) kept.set(value, { name: '', marked: [] });
  const effects: EffectSummary[] = [];
  for (const [value, account] of world.accounts) {
    const path = pathOfValue(frame, value);
    if (path === null) continue;
    const effect = effectOf(frame, world, value, account, path);
    const keeping = kept.get(value);
    kept.delete(value);
    if (effect !== null) effects.push(keeping === undefined ? effect : { ...effect, lost: true });
    else if (keeping !== undefined) effects.push({ target: path, released: 0, retained: 0, lost: true, kept: keeping.name, marked: keeping.marked, heldBy: [], steps: [] });
  }
  for (const [value, { name, marked }] of kept) {
    const path = pathOfValue(frame, value);
    if (path !== null) effects.push({ target: path, released: 0, retained: 0, lost: true, kept: name, marked, heldBy: [], steps: stepsAbout(world, value) });
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
  const scrambled = pathsOf(new Set([...world.scrambled, ...elements]));
  return { conditions: conditions.filter((c) => !isAnything(c.fact)).slice(0, MOST_CONDITIONS), result, objects, effects, writes, scrambled, ended };
}

/**
 * `for (i = 0; i < n; i++) drop(v[i]);`: parameters that point at arrays of which elements were released, kept or written. Which ones, no
 * caller can tell, however often the loop ran here. O(exits x (cells + accounts)).
 */
function reachedByElement(frame: Frame, exits: readonly { readonly world: World }[]): ReadonlySet<Value> {
  const reached = new Set<Value>();
  const counted = countedIn(frame.ir);
  const note = (cell: Cell): void => {
    const { root } = frame.table.cell(cell);
    const term = root.kind === 'memory' ? frame.table.term(root.of) : null;
    if (root.kind !== 'memory' || term?.kind !== 'parameter') return;
    if (pathOfCell(frame, cell) === null || counted.goesThrough(frame.ir.parameters[term.index] ?? -1)) reached.add(root.of);
  };
  for (const { world } of exits) {
    for (const [value, account] of world.accounts) {
      const term = frame.table.term(value);
      if (term.kind === 'input' && (account.adopted > 0 || account.held > 0 || account.state !== 'live')) note(term.cell);
    }
    for (const [cell, value] of world.cells) if (frame.outlives(cell) && !isInputOf(frame, cell, value)) note(cell);
  }
  return reached;
}

function isInputOf(frame: Frame, cell: Cell, value: Value): boolean {
  const term = frame.table.term(value);
  return term.kind === 'input' && term.cell === cell;
}

function objectOf(frame: Frame, world: World, value: Value, account: Account): ObjectSummary {
  // `static T *s; if (!s) s = make(); return s;`: no caller can name where it stays, so how many references are whose cannot be told.
  const staysHere = outlivingNames(frame, world, value).some((cell) => pathOfCell(frame, cell) === null);
  const usable = account.state === 'live' && !staysHere;
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
