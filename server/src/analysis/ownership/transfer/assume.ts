import type { BinaryOperator } from '../../ir/instructions.ts';
import { doubt, type Account } from '../state/account.ts';
import { factOf, isEmpty, isNonzero, isZero, rangeOf, restrict, restrictName } from '../state/facts.ts';
import type { Frame } from '../state/frame.ts';
import type { Value } from '../state/value.ts';
import type { World } from '../state/world.ts';
import { following } from '../state/links.ts';

const NEGATED: Partial<Record<BinaryOperator, BinaryOperator>> = { '==': '!=', '!=': '==', '<': '>=', '<=': '>', '>': '<=', '>=': '<' };
const DEEPEST = 32;

/** Truth of a value on this path, null when it can be either. */
export function truthOf(frame: Frame, world: World, value: Value, depth = 0): boolean | null {
  const fact = factOf(world.facts, frame.table, value);
  if (isZero(fact)) return false;
  if (isNonzero(fact)) return true;
  const term = frame.table.term(value);
  if (depth > DEEPEST) return null;
  if (term.kind === 'unary' && term.operator === '!') {
    const inner = truthOf(frame, world, term.operand, depth + 1);
    return inner === null ? null : !inner;
  }
  if (term.kind === 'binary' && (term.operator === '&&' || term.operator === '||')) {
    const left = truthOf(frame, world, term.left, depth + 1);
    const decisive = term.operator === '||';
    if (left === decisive) return decisive;
    const right = truthOf(frame, world, term.right, depth + 1);
    if (right === decisive) return decisive;
    return left === null || right === null ? null : !decisive;
  }
  if (term.kind !== 'binary' || NEGATED[term.operator] === undefined) return null;
  const right = frame.table.term(term.right);
  if (right.kind === 'integer') {
    const left = rangeOf(world.facts, frame.table, term.left);
    if (isEmpty(restrict(left, term.operator, right.value))) return false;
    const negated = NEGATED[term.operator];
    if (negated !== undefined && isEmpty(restrict(left, negated, right.value))) return true;
    return comparisonTruth(frame, world, term.left, term.operator, right.value, depth);
  }
  if (term.left === term.right) return term.operator === '==' || term.operator === '<=' || term.operator === '>=';
  if (right.kind === 'constant' && (term.operator === '==' || term.operator === '!=')) {
    const left = factOf(world.facts, frame.table, term.left);
    const equal = term.operator === '==';
    if (restrictName(left, equal, right.name) === null) return false;
    if (restrictName(left, !equal, right.name) === null) return true;
    // `ret = OK` then `ret == ERROR`: two different names are taken as two different values.
    if (frame.table.term(term.left).kind === 'constant') return !equal;
  }
  const a = factOf(world.facts, frame.table, term.left);
  const b = factOf(world.facts, frame.table, term.right);
  if (a.low === a.high && b.low === b.high && Number.isFinite(a.low)) {
    if (term.operator === '==') return a.low === b.low;
    if (term.operator === '!=') return a.low !== b.low;
  }
  if ((isZero(a) && isNonzero(b)) || (isNonzero(a) && isZero(b))) {
    if (term.operator === '==') return false;
    if (term.operator === '!=') return true;
  }
  return null;
}

/** `(a < b) == 0`, `!!x != 0`: a comparison of a truth value with 0 or 1. */
function comparisonTruth(frame: Frame, world: World, left: Value, operator: BinaryOperator, constant: number, depth: number): boolean | null {
  if (!isTruthValue(frame, left) || (operator !== '==' && operator !== '!=')) return null;
  if (constant !== 0 && constant !== 1) return operator === '!=';
  const inner = truthOf(frame, world, left, depth + 1);
  if (inner === null) return null;
  const equal = inner === (constant === 1);
  return operator === '==' ? equal : !equal;
}

/** A value that is 0 or 1: a comparison, `!x`, `a && b`. */
export function isTruthValue(frame: Frame, value: Value): boolean {
  const term = frame.table.term(value);
  return (term.kind === 'unary' && term.operator === '!') || (term.kind === 'binary' && (NEGATED[term.operator] !== undefined || term.operator === '&&' || term.operator === '||'));
}

/** Adds to a path that a value is (not) zero. Returns false when the path cannot be taken; the world is then to be dropped. */
export function assume(frame: Frame, world: World, value: Value, truth: boolean): boolean {
  if (!decide(frame, world, value, truth, 0)) return false;
  while (world.links.length > 0) {
    const news = following(world, frame.table);
    if (news === null) return false;
    if (news.length === 0) return true;
    for (const [other, isZeroNow] of news) if (!decide(frame, world, other, !isZeroNow, 0)) return false;
  }
  return true;
}

function decide(frame: Frame, world: World, value: Value, truth: boolean, depth: number): boolean {
  const known = truthOf(frame, world, value);
  if (known !== null) {
    if (known !== truth) return false;
    return true;
  }
  if (depth > DEEPEST) return true;
  const { table } = frame;
  const term = table.term(value);
  const own = restrict(factOf(world.facts, table, value), truth ? '!=' : '==', 0);
  if (isEmpty(own)) return false;
  // What a comparison with a constant says is written down for its left side.
  if (!saysItself(frame, value)) world.facts.set(value, own);
  if (term.kind === 'unary' && term.operator === '!') return decide(frame, world, term.operand, !truth, depth + 1);
  if (term.kind === 'binary' && (term.operator === '&&' || term.operator === '||')) {
    const decisive = term.operator === '||';
    if (truth !== decisive) return decide(frame, world, term.left, truth, depth + 1) && decide(frame, world, term.right, truth, depth + 1);
    // One of the two is decisive: known only when the other is known not to be.
    const left = truthOf(frame, world, term.left);
    if (left === !decisive) return decide(frame, world, term.right, truth, depth + 1);
    if (truthOf(frame, world, term.right) === !decisive) return decide(frame, world, term.left, truth, depth + 1);
    return true;
  }
  if (term.kind === 'binary') {
    const operator = truth ? term.operator : NEGATED[term.operator];
    if (operator === undefined || NEGATED[term.operator] === undefined) return true;
    const right = table.term(term.right);
    if (right.kind === 'integer') {
      if (isTruthValue(frame, term.left) && (operator === '==' || operator === '!=') && (right.value === 0 || right.value === 1)) {
        return decide(frame, world, term.left, (operator === '==') === (right.value === 1), depth + 1);
      }
      const fact = restrict(factOf(world.facts, table, term.left), operator, right.value);
      if (isEmpty(fact)) return false;
      world.facts.set(term.left, fact);
      if (isZero(fact)) becomesNull(world, term.left);
      return true;
    }
    if (right.kind === 'constant' && (operator === '==' || operator === '!=')) {
      const fact = restrictName(factOf(world.facts, table, term.left), operator === '==', right.name);
      if (fact === null) return false;
      if (operator === '==' && factOf(world.facts, table, term.left).equals === null) doubtStatus(frame, world, term.left);
      world.facts.set(term.left, fact);
      return true;
    }
    if (operator === '==') becomesSame(frame, world, term.left, term.right);
    return true;
  }
  if (!truth) becomesNull(world, value);
  return true;
}

function saysItself(frame: Frame, value: Value): boolean {
  const term = frame.table.term(value);
  if (term.kind !== 'binary' || NEGATED[term.operator] === undefined) return false;
  const { kind } = frame.table.term(term.right);
  return kind === 'integer' || (kind === 'constant' && (term.operator === '==' || term.operator === '!='));
}

/**
 * `status = read(&s); if (status == READ_EMPTY) return;` where nothing is known of the status: whether it goes together
 * with a session in `s` is decided by values that are not in the project.
 */
function doubtStatus(frame: Frame, world: World, status: Value): void {
  const call = frame.table.term(status);
  if (call.kind !== 'result') return;
  for (const [value, account] of world.accounts) {
    const term = frame.table.term(value);
    if (term.kind === 'result' && term.site === call.site && value !== status) world.accounts.set(value, doubt(account, 'unresolved-status'));
  }
}

/** A tracked value that is NULL is no object: there is nothing to account for. An answer of 0 means that nothing was taken. */
function becomesNull(world: World, value: Value): void {
  world.accounts.delete(value);
  for (const [session, account] of world.accounts) {
    const refused = account.offered.find(({ answer }) => answer === value)?.owner;
    if (refused === undefined) continue;
    const gone = account.others.length === 1 && account.held === 0 && account.state === 'live' && (account.provenance === 'owned' || account.provenance === 'given') && account.others[0] === `owner:${refused}`;
    world.accounts.set(session, {
      ...account, others: account.others.filter((other) => other !== `owner:${refused}`), cached: account.cached.filter((owner) => owner !== refused), state: gone ? 'gone' : account.state,
    });
  }
  for (const [pointer, session] of world.interior) if (session === value) world.interior.delete(pointer);
}

/** `if (saved == s)`: two names of one object whose references were counted apart; from here on nothing is known. */
function becomesSame(frame: Frame, world: World, a: Value, b: Value): void {
  const first = world.accounts.get(a);
  const second = world.accounts.get(b);
  if (first === undefined && second === undefined) return;
  // An owned reference stays owned when its object turns out to be one that somebody else has as well, and lives on with theirs.
  if (second === undefined && first !== undefined && mayBeShared(frame, first)) { shareWith(world, a, first); return; }
  if (first === undefined && second !== undefined && mayBeShared(frame, second)) { shareWith(world, b, second); return; }
  if (first !== undefined) world.accounts.set(a, { ...first, state: 'lost' });
  if (second !== undefined) world.accounts.set(b, { ...second, state: 'lost' });
}

function shareWith(world: World, value: Value, account: Account): void {
  if (!account.others.includes('library')) world.accounts.set(value, { ...account, others: [...account.others, 'library'] });
}

/** An owned reference to an object that was there before, not to one that was made for it. */
function mayBeShared(frame: Frame, account: Account): boolean {
  const returns = frame.environment.modelOf(account.source)?.returns;
  return account.provenance === 'owned' && account.held > 0 && returns?.kind === 'owned' && (returns.of !== undefined || returns.mayBe !== undefined);
}
