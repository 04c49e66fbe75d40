/**
 * Preprocessor conditions as boolean formulas over atoms.
 *
 * An atom is either the truth of `defined(NAME)`, or a comparison of one name with an integer constant
 * (`OPENSSL_VERSION_NUMBER >= 0x10100000L`), or opaque text that only equals itself.
 */
export type Condition =
  | { readonly kind: 'true' }
  | { readonly kind: 'false' }
  | { readonly kind: 'defined'; readonly name: string }
  | { readonly kind: 'compare'; readonly name: string; readonly operator: CompareOperator; readonly value: number }
  | { readonly kind: 'opaque'; readonly text: string }
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Condition[] };

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export const TRUE: Condition = { kind: 'true' };
export const FALSE: Condition = { kind: 'false' };

export { parseCondition } from './condition-parser.ts';

/** Conjunctions and disjunctions longer than this are cut: a formula is a help, never worth quadratic time. */
const OPERAND_LIMIT = 48;

const INVERSE: Readonly<Record<CompareOperator, CompareOperator>> = { '==': '!=', '!=': '==', '<': '>=', '>=': '<', '>': '<=', '<=': '>' };

/** `defined(name)`; C is never compiled as C++, so `__cplusplus` is false. */
export function defined(name: string): Condition {
  return name === '__cplusplus' ? FALSE : { kind: 'defined', name };
}

/** `name operator value`. */
export function compare(name: string, operator: CompareOperator, value: number): Condition {
  if (name === '__cplusplus') return holds(0, operator, value) ? TRUE : FALSE;
  return { kind: 'compare', name, operator, value };
}

/** Negation, pushed down to the atoms. Linear in the size of the formula. */
export function not(condition: Condition): Condition {
  switch (condition.kind) {
    case 'true': return FALSE;
    case 'false': return TRUE;
    case 'not': return condition.operand;
    case 'compare': return { ...condition, operator: INVERSE[condition.operator] };
    case 'and': return or(...condition.operands.map(not));
    case 'or': return and(...condition.operands.map(not));
    default: return { kind: 'not', operand: condition };
  }
}

/** Conjunction: nested ones flattened, repetitions dropped, FALSE when an operand stands beside its negation. */
export function and(...conditions: readonly Condition[]): Condition {
  return combine('and', conditions, TRUE, FALSE);
}

/** Disjunction, simplified like `and`. */
export function or(...conditions: readonly Condition[]): Condition {
  return combine('or', conditions, FALSE, TRUE);
}

function combine(kind: 'and' | 'or', given: readonly Condition[], neutral: Condition, absorbing: Condition): Condition {
  const conditions = given.filter((one) => one.kind !== neutral.kind);
  if (conditions.length <= 1) return conditions[0] ?? neutral;
  const operands: Condition[] = [];
  const keys = new Set<string>();
  for (const outer of conditions) {
    for (const one of outer.kind === kind ? outer.operands : [outer]) {
      if (one.kind === absorbing.kind) return absorbing;
      const key = show(one);
      if (keys.has(key)) continue;
      if (keys.has(show(not(one)))) return absorbing;
      // A conjunct left out makes an `and` weaker, which every user of a presence condition can live with;
      // the same is not true of `or`, which becomes text that only equals itself.
      if (operands.length >= OPERAND_LIMIT) {
        if (kind === 'or') return { kind: 'opaque', text: `(${operands.length}+ alternatives)` };
        continue;
      }
      keys.add(key);
      operands.push(one);
    }
  }
  if (operands.length === 0) return neutral;
  if (operands.length === 1) return operands[0] as Condition;
  return { kind, operands };
}

/** The condition as C would write it; equal formulas give equal text, so it also serves as a key. */
export function show(condition: Condition): string {
  switch (condition.kind) {
    case 'true': return '1';
    case 'false': return '0';
    case 'defined': return `defined(${condition.name})`;
    case 'compare': return `${condition.name} ${condition.operator} ${showValue(condition.name, condition.value)}`;
    case 'opaque': return condition.text;
    case 'not': return condition.operand.kind === 'opaque' ? `!(${condition.operand.text})` : `!${show(condition.operand)}`;
    default: {
      const other = condition.kind === 'and' ? 'or' : 'and';
      return condition.operands.map((o) => (o.kind === other ? `(${show(o)})` : show(o))).join(condition.kind === 'and' ? ' && ' : ' || ');
    }
  }
}

/** Version numbers are packed in hexadecimal and nobody reads them in decimal. */
function showValue(name: string, value: number): string {
  return value > 0xffff && name.includes('VERSION') ? `0x${value.toString(16).padStart(8, '0')}` : String(value);
}

/**
 * Truth of `condition` wherever `assume` holds: true, false, or undefined when `assume` does not decide it.
 * Cost: number of atoms of one times number of conjuncts of the other.
 */
export function evaluate(condition: Condition, assume: Condition): boolean | undefined {
  return evaluateUnder(condition, conjuncts(assume));
}

/**
 * True only if no configuration satisfies both. Sound and cheap: false means "not seen to contradict".
 */
export function contradicts(a: Condition, b: Condition): boolean {
  const all = [...conjuncts(a), ...conjuncts(b)];
  if (all.length > 2 * OPERAND_LIMIT) return false;
  return all.some((one, i) => evaluateUnder(one, all.filter((_, j) => j !== i)) === false);
}

function conjuncts(condition: Condition): readonly Condition[] {
  if (condition.kind === 'and') return condition.operands;
  return condition.kind === 'true' ? [] : [condition];
}

function evaluateUnder(condition: Condition, facts: readonly Condition[]): boolean | undefined {
  switch (condition.kind) {
    case 'true': return true;
    case 'false': return false;
    case 'not': {
      const inner = evaluateUnder(condition.operand, facts);
      return inner === undefined ? undefined : !inner;
    }
    case 'and': case 'or': {
      const stop = condition.kind === 'or';
      let result: boolean | undefined = !stop;
      for (const operand of condition.operands) {
        const value = evaluateUnder(operand, facts);
        if (value === stop) return stop;
        if (value === undefined) result = undefined;
      }
      return result ?? matchWhole(condition, facts);
    }
    case 'compare': return compareUnder(condition, facts);
    default: return matchWhole(condition, facts);
  }
}

function matchWhole(condition: Condition, facts: readonly Condition[]): boolean | undefined {
  const key = show(condition);
  for (const fact of facts) {
    if (fact.kind === 'false') return false;
    if (fact.kind === 'not' ? show(fact.operand) === key : false) return false;
    if (fact.kind === condition.kind && show(fact) === key) return true;
  }
  return undefined;
}

/** Facts on one name are an integer interval with holes; the comparison is decided when the interval lies on one side of it. */
function compareUnder(query: Condition & { kind: 'compare' }, facts: readonly Condition[]): boolean | undefined {
  let low = -Infinity, high = Infinity;
  const holes: number[] = [];
  for (const fact of facts) {
    if (fact.kind !== 'compare' || fact.name !== query.name) {
      // An undefined name counts as 0 in #if.
      if (fact.kind === 'not' && fact.operand.kind === 'defined' && fact.operand.name === query.name) { low = Math.max(low, 0); high = Math.min(high, 0); }
      continue;
    }
    const v = fact.value;
    switch (fact.operator) {
      case '==': low = Math.max(low, v); high = Math.min(high, v); break;
      case '!=': holes.push(v); break;
      case '<': high = Math.min(high, v - 1); break;
      case '<=': high = Math.min(high, v); break;
      case '>': low = Math.max(low, v + 1); break;
      case '>=': low = Math.max(low, v); break;
    }
  }
  const v = query.value;
  const never = low > v || high < v || holes.includes(v);
  switch (query.operator) {
    case '==': return never ? false : low === v && high === v ? true : undefined;
    case '!=': return never ? true : low === v && high === v ? false : undefined;
    case '<': return high < v ? true : low >= v ? false : undefined;
    case '<=': return high <= v ? true : low > v ? false : undefined;
    case '>': return low > v ? true : high <= v ? false : undefined;
    case '>=': return low >= v ? true : high < v ? false : undefined;
  }
}

/** `left operator right` on numbers. */
export function holds(left: number, operator: CompareOperator, right: number): boolean {
  switch (operator) {
    case '==': return left === right;
    case '!=': return left !== right;
    case '<': return left < right;
    case '<=': return left <= right;
    case '>': return left > right;
    case '>=': return left >= right;
  }
}
