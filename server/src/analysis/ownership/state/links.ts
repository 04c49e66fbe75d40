import { factOf, isNonzero, isZero } from './facts.ts';
import type { Value, ValueTable } from './value.ts';
import type { World } from './world.ts';

/**
 * What is known of two values together only: in which ways they can be zero or not. Bit 0: both are zero; bit 1: only `b` is;
 * bit 2: only `a` is; bit 3: neither.
 *
 *     s = SSL_get1_session(ssl); if (s) m = find(s); if (!m) ssl = NULL;      ssl and m are both there or both not
 */
export interface Link { readonly a: Value; readonly b: Value; readonly ways: number }

/** A value of a world that joins two, and what it was in each. */
export type Met = readonly [value: Value, inA: Value, inB: Value];

const ALL = 15;
/** The ways in which the first of two is zero, or is not; and the second. */
const FIRST = { zero: 5, nonzero: 10, either: ALL } as const;
const SECOND = { zero: 3, nonzero: 12, either: ALL } as const;
/** Values that are looked at together in one join, and links of one world: the latest. */
const MOST_MET = 6;
const MOST_LINKS = 12;

function standing(world: World, table: ValueTable, value: Value): keyof typeof FIRST {
  const fact = factOf(world.facts, table, value);
  return isZero(fact) ? 'zero' : isNonzero(fact) ? 'nonzero' : 'either';
}

/**
 * The links of `merged`, which joins two worlds: of the values that differ in the two and of those that were linked before. O(links) when
 * nothing tells the two apart.
 */
export function joinLinks(a: World, b: World, merged: World, differing: readonly Met[], table: ValueTable): readonly Link[] {
  if (differing.length < 2 && a.links.length + b.links.length === 0) return a.links;
  const met: Met[] = [];
  const consider = (one: Met): void => {
    if (standing(merged, table, one[0]) === 'either' && !met.some(([value]) => value === one[0])) met.push(one);
  };
  // What tells the two apart by itself first: a function has many variables.
  const little: Met[] = [];
  for (const one of differing) {
    const rank = rankOf(standing(a, table, one[1]), standing(b, table, one[2]));
    if (rank === 2) consider(one);
    else if (rank === 1) little.push(one);
  }
  for (const link of [...a.links, ...b.links]) for (const value of [link.a, link.b]) consider([value, value, value]);
  little.forEach(consider);
  const links: Link[] = [];
  met.slice(0, MOST_MET).forEach(([first, inA, inB], i) => {
    for (const [second, otherInA, otherInB] of met.slice(i + 1, MOST_MET)) {
      const ways = waysOf(a, table, inA, otherInA) | waysOf(b, table, inB, otherInB);
      if (ways !== ALL) links.push({ a: first, b: second, ways });
    }
  });
  return links.slice(-MOST_LINKS);
}

/** 2 for what is zero on one side and not on the other, 1 for what is known on one side only, 0 for the same on both. */
function rankOf(inA: keyof typeof FIRST, inB: keyof typeof FIRST): number { return inA === inB ? 0 : inA === 'either' || inB === 'either' ? 1 : 2; }

function waysOf(world: World, table: ValueTable, first: Value, second: Value): number {
  let ways = FIRST[standing(world, table, first)] & SECOND[standing(world, table, second)];
  if (first === second) ways &= 9;
  for (const link of world.links) {
    if (link.a === first && link.b === second) ways &= link.ways;
    if (link.a === second && link.b === first) ways &= (link.ways & 9) | ((link.ways & 2) << 1) | ((link.ways & 4) >> 1);
  }
  return ways;
}

/**
 * What follows from what is known by now: values that turn out to be zero or not. Null when that contradicts itself: nobody
 * comes here. Links that have said all they can are dropped. O(links).
 */
export function following(world: World, table: ValueTable): (readonly [value: Value, isZero: boolean])[] | null {
  const news: (readonly [Value, boolean])[] = [];
  const open: Link[] = [];
  for (const link of world.links) {
    const [first, second] = [standing(world, table, link.a), standing(world, table, link.b)];
    const ways = link.ways & FIRST[first] & SECOND[second];
    if (ways === 0) return null;
    if (first === 'either' && second === 'either') { open.push(link); continue; }
    if (first === 'either' && ((ways & FIRST.zero) === 0 || (ways & FIRST.nonzero) === 0)) news.push([link.a, (ways & FIRST.zero) !== 0]);
    if (second === 'either' && ((ways & SECOND.zero) === 0 || (ways & SECOND.nonzero) === 0)) news.push([link.b, (ways & SECOND.zero) !== 0]);
  }
  if (open.length < world.links.length) world.links = open;
  return news;
}
