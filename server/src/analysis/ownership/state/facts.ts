import type { BinaryOperator } from '../../ir/instructions.ts';
import type { Outcome } from '../../model/effects.ts';
import type { ForkedMap } from './forked.ts';
import type { Value, ValueTable } from './value.ts';

/** What a path knows of one value: an interval, and integers or other values it differs from. */
export interface Fact {
  readonly low: number;
  readonly high: number;
  readonly not: readonly number[];
  /** Named constants: it is one of these, if not null; it is none of those. */
  readonly equals: readonly string[] | null;
  readonly differs: readonly string[];
}

export type Facts = ForkedMap<Value, Fact>;

const ANYTHING: Fact = { low: -Infinity, high: Infinity, not: [], equals: null, differs: [] };
/** That a value is not 0, and no pointer NULL. */
export const NONZERO: Fact = { ...ANYTHING, not: [0] };
const MOST_DIFFERENT = 6;
const MOST_NAMES = 8;

/** That a value is this integer. */
export function exactFact(value: number): Fact { return { ...ANYTHING, low: value, high: value }; }

/** Interval and exclusions of a value under the facts of a path. O(1). */
export function factOf(facts: Facts, table: ValueTable, value: Value): Fact {
  const term = table.term(value);
  switch (term.kind) {
    case 'integer': return term.fact;
    case 'address': case 'string': case 'function': return NONZERO;
    case 'constant': return facts.get(value) ?? table.known.get(value) ?? { ...ANYTHING, equals: [term.name] };
    default: return facts.get(value) ?? ANYTHING;
  }
}

/** As `factOf`; of `n - 1` also what is known of `n` says something. O(1). */
export function rangeOf(facts: Facts, table: ValueTable, value: Value): Fact {
  const own = factOf(facts, table, value);
  const term = table.term(value);
  if (term.kind !== 'binary' || (term.operator !== '+' && term.operator !== '-')) return own;
  const step = table.term(term.right);
  if (step.kind !== 'integer') return own;
  const by = term.operator === '+' ? step.value : -step.value;
  const left = factOf(facts, table, term.left);
  return { ...own, low: Math.max(own.low, left.low + by), high: Math.min(own.high, left.high + by) };
}

export function isEmpty(fact: Fact): boolean {
  if (fact.low > fact.high) return true;
  return fact.low === fact.high && fact.not.includes(fact.low);
}

export function isZero(fact: Fact): boolean { return fact.low === 0 && fact.high === 0; }

export function isNonzero(fact: Fact): boolean { return fact.low > 0 || fact.high < 0 || fact.not.includes(0); }

/** Adds `value operator constant`. */
export function restrict(fact: Fact, operator: BinaryOperator, constant: number): Fact {
  let { low, high } = fact;
  let not = fact.not;
  switch (operator) {
    case '==': low = Math.max(low, constant); high = Math.min(high, constant); break;
    case '!=': if (!not.includes(constant)) not = [...not, constant].slice(-MOST_DIFFERENT); break;
    case '<': high = Math.min(high, constant - 1); break;
    case '<=': high = Math.min(high, constant); break;
    case '>': low = Math.max(low, constant + 1); break;
    case '>=': low = Math.max(low, constant); break;
    default: return fact;
  }
  while (not.includes(low)) { const edge = low; low++; not = not.filter((n) => n !== edge); if (low > high) break; }
  while (not.includes(high)) { const edge = high; high--; not = not.filter((n) => n !== edge); if (low > high) break; }
  return { ...fact, low, high, not };
}

/** Adds that the value is, or is not, the named constant; null when it cannot. */
export function restrictName(fact: Fact, equal: boolean, name: string): Fact | null {
  if (equal) {
    if (fact.differs.includes(name) || fact.equals?.includes(name) === false) return null;
    return { ...fact, equals: [name] };
  }
  const rest = fact.equals?.filter((other) => other !== name) ?? null;
  if (rest?.length === 0) return null;
  return { ...fact, equals: rest, differs: fact.differs.includes(name) ? fact.differs : [...fact.differs, name].slice(-MOST_DIFFERENT) };
}

/** Whether no value is of both facts. */
export function excludes(a: Fact, b: Fact): boolean {
  if (Math.max(a.low, b.low) > Math.min(a.high, b.high)) return true;
  if ((a.low === a.high && b.not.includes(a.low)) || (b.low === b.high && a.not.includes(b.low))) return true;
  const [names, others] = a.equals === null ? [b.equals, a] : [a.equals, b];
  return names !== null && names.every((name) => others.differs.includes(name) || others.equals?.includes(name) === false);
}

/** What holds whichever of the two is true. */
export function join(a: Fact, b: Fact): Fact {
  if (a === b) return a;
  if (isAnything(a) || isAnything(b)) return ANYTHING;
  const excludes = (fact: Fact, n: number): boolean => n < fact.low || n > fact.high || fact.not.includes(n);
  return {
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
    not: [...new Set([...a.not, ...b.not, 0])].filter((n) => excludes(a, n) && excludes(b, n)),
    equals: joinNames(a.equals, b.equals),
    differs: a.differs.filter((d) => b.differs.includes(d)),
  };
}

function joinNames(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (a === null || b === null) return null;
  const both = [...new Set([...a, ...b])];
  return both.length > MOST_NAMES ? null : both;
}

export function isAnything(fact: Fact): boolean {
  return fact.low === -Infinity && fact.high === Infinity && fact.not.length === 0 && fact.equals === null && fact.differs.length === 0;
}

const OUTCOME: Readonly<Record<Outcome, readonly [BinaryOperator, number]>> = {
  zero: ['==', 0], nonzero: ['!=', 0], positive: ['>', 0], nonpositive: ['<=', 0], negative: ['<', 0], nonnegative: ['>=', 0],
};
const OPPOSITE: Readonly<Record<Outcome, Outcome>> = {
  zero: 'nonzero', nonzero: 'zero', positive: 'nonpositive', nonpositive: 'positive', negative: 'nonnegative', nonnegative: 'negative',
};

export function restrictOutcome(fact: Fact, outcome: Outcome): Fact { const [operator, constant] = OUTCOME[outcome]; return restrict(fact, operator, constant); }

/** Whether a value of this fact is certainly in the class, certainly not, or either. */
export function inOutcome(fact: Fact, outcome: Outcome): boolean | null {
  if (isEmpty(restrictOutcome(fact, outcome))) return false;
  if (isEmpty(restrictOutcome(fact, OPPOSITE[outcome]))) return true;
  return null;
}

export function opposite(outcome: Outcome): Outcome { return OPPOSITE[outcome]; }
/** `if (SSL_SESSION_up_ref(s) != 1)`: of an answer with few values only those that fit are left. */
export function exactly(fact: Fact, values: readonly number[] | undefined): Fact {
  const possible = values?.filter((value) => !isEmpty(restrict(fact, '==', value)));
  return possible === undefined || possible.length === 0 ? fact : { ...fact, low: Math.min(...possible), high: Math.max(...possible) };
}

export { ANYTHING };
