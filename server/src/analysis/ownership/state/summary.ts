import type { FunctionIr } from '../../ir/instructions.ts';
import type { InnerEvent } from './event.ts';
import { ANYTHING, isAnything, join, type Fact } from './facts.ts';
import { showPath, type Path } from './path.ts';

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
  /** With `kept`: members beside it that say something about it. */
  readonly marked?: readonly string[];
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

/** A function with these outcomes; those that callers cannot tell apart become one. Null when too many are left. */
export function summaryFrom(name: string, outcomes: readonly OutcomeSummary[], joined = false): Summary | null {
  const byKey = new Map<string, OutcomeSummary>();
  for (const outcome of outcomes) {
    const key = outcomeKey(outcome);
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? outcome : joinOutcomes(known, outcome));
    if (byKey.size > MOST_OUTCOMES) return null;
  }
  return { name, outcomes: [...byKey.values()], joined };
}

/** A function that does nothing to references but these effects: what its parameters point at may have changed, and nothing else. */
export function summaryWithoutStake(ir: FunctionIr, effects: readonly EffectSummary[]): Summary {
  const scrambled = ir.parameters.map((_, index): Path => ({ root: { kind: 'parameter', index }, steps: [] }));
  return {
    name: ir.name, joined: false,
    outcomes: [{ conditions: [], result: { kind: 'unknown', fact: ANYTHING }, objects: [], effects, writes: [], scrambled, ended: [] }],
  };
}

/** Both summaries can be meant by one name: variants of a function, or several definitions. */
export function joinSummaries(a: Summary, b: Summary, definitions: boolean): Summary | null {
  return summaryFrom(a.name, [...a.outcomes, ...b.outcomes], a.joined || b.joined || definitions);
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
