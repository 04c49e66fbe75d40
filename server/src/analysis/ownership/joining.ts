import { factOf, isEmpty, isZero, join, restrict, type Fact } from './facts.ts';
import type { Frame } from './frame.ts';
import { hasTrackedType } from './tracked.ts';
import type { Cell, Value } from './value.ts';
import { merge, propertyKey, type World } from './world.ts';

/** Worlds with equal keys that are kept apart for the sake of others at one place. */
const MOST_APART = 4;

/**
 * Where paths meet, worlds that agree on their property key become one. Not when that would forget why they are not another:
 *
 *     if (a) { if (b) s = SSL_get1_session(ssl); }      s is owned when a && b, and else it is not: because of !a, or of !b
 *     if (a) { if (b) SSL_SESSION_free(s); }            the world of both could come here with what it does not own
 *
 * O(worlds x facts) when all keys are equal or all differ, else O(worlds^2 x (cells + facts)).
 */
export function joinWorlds(frame: Frame, worlds: World[], number: number): World[] {
  if (worlds.length < 2) return worlds;
  const isHandedOn = handedOn(frame);
  const byKey = new Map<string, World[]>();
  for (const world of worlds) {
    const key = propertyKey(world, frame.watched, isHandedOn);
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, [world]);
    else group.push(world);
  }
  if (byKey.size === worlds.length) return worlds;
  const joined: World[] = [];
  for (const group of byKey.values()) {
    const first = group[0];
    if (first === undefined) continue;
    const rivals = group.length < 2 ? [] : [...byKey.values()].filter((other) => other !== group && other[0] !== undefined && treatsOtherwise(frame, other[0], first)).flat();
    const kept = [first];
    for (const world of group.slice(1)) {
      const fitting = kept.findIndex((known) => rivals.every((rival) => staysApart(rival, known, world)));
      const at = fitting < 0 && kept.length >= MOST_APART ? 0 : fitting;
      const known = kept[at];
      if (known === undefined) kept.push(world);
      else kept[at] = merge(known, world, frame.table, number, (cell) => frame.isLocal(cell));
    }
    joined.push(...kept);
  }
  return joined;
}

/** Tells cells that outlive the function and hold a session that is one of its parameters; null when none of them is. */
function handedOn(frame: Frame): ((cell: Cell, value: Value) => boolean) | null {
  if (!frame.ir.parameters.some((_, index) => hasTrackedType(frame, frame.table.parameter(index)))) return null;
  return (cell, value) => frame.table.term(value).kind === 'parameter' && frame.outlives(cell) && hasTrackedType(frame, value);
}

/** Whether something that is named alike in both is owned, released or NULL in one of them only. */
function treatsOtherwise(frame: Frame, a: World, b: World): boolean {
  for (const [cell, value] of a.cells) {
    const other = b.cells.get(cell);
    if (other === undefined || (a.accounts.get(value) === undefined && b.accounts.get(other) === undefined)) continue;
    if (standing(frame, a, value) !== standing(frame, b, other)) return true;
  }
  return false;
}

function standing(frame: Frame, world: World, value: Value): string {
  const account = world.accounts.get(value);
  if (account !== undefined) return `${account.held}${account.state}`;
  return isZero(factOf(world.facts, frame.table, value)) ? 'null' : '';
}

/** Whether what is known in both of two worlds still contradicts a third that each of them contradicts. */
function staysApart(third: World, a: World, b: World): boolean {
  let fromA = false, fromB = false;
  for (const [value, fact] of third.facts) {
    const x = a.facts.get(value);
    const y = b.facts.get(value);
    if (x !== undefined && y !== undefined && excludes(join(x, y), fact)) return true;
    fromA ||= x !== undefined && excludes(x, fact);
    fromB ||= y !== undefined && excludes(y, fact);
  }
  return !fromA || !fromB;
}

/** Whether no value is of both facts. */
function excludes(a: Fact, b: Fact): boolean {
  if (Math.max(a.low, b.low) > Math.min(a.high, b.high)) return true;
  if (a.low === a.high && isEmpty(restrict(b, '==', a.low))) return true;
  if (b.low === b.high && isEmpty(restrict(a, '==', b.low))) return true;
  const [names, others] = a.equals === null ? [b.equals, a] : [a.equals, b];
  return names !== null && names.every((name) => others.differs.includes(name) || others.equals?.includes(name) === false);
}
