import { factOf, isNonzero, isZero } from './facts.ts';
import type { Value, ValueTable } from './value.ts';
import type { World } from './world.ts';

/**
 * Values that tell two joined paths apart: on one of the two each is zero or not as it says here, on the other one each is
 * the opposite.
 *
 *     s = SSL_get1_session(ssl); if (s) m = find(s); if (!m) ssl = NULL;      ssl and m are both there or both not
 */
export type Link = readonly Member[];
export type Member = readonly [value: Value, isZero: boolean];

/** The latest are kept. */
const MOST_LINKS = 4;
const MOST_MEMBERS = 8;

/** True for zero, false for what is certainly not, null otherwise. */
export function zeroness(world: World, table: ValueTable, value: Value): boolean | null {
  const fact = factOf(world.facts, table, value);
  return isZero(fact) ? true : isNonzero(fact) ? false : null;
}

/** The links of a world that joins two; `apart` is what tells these two apart. O(links). */
export function joinLinks(a: World, b: World, apart: readonly Member[], table: ValueTable): readonly Link[] {
  if (a.links.length + b.links.length === 0 && apart.length < 2) return a.links;
  const links = a.links.filter((link) => b.links.includes(link) || agrees(b, table, link));
  for (const link of b.links) if (!a.links.includes(link) && agrees(a, table, link)) links.push(link);
  if (apart.length >= 2) links.push(apart.slice(0, MOST_MEMBERS));
  return links.slice(-MOST_LINKS);
}

/** Whether a world is wholly on one side of a link. */
function agrees(world: World, table: ValueTable, link: Link): boolean {
  const sides = link.map(([value, isZeroThere]) => {
    const known = zeroness(world, table, value);
    return known === null ? null : known === isZeroThere;
  });
  return sides[0] !== null && sides.every((side) => side === sides[0]);
}

/**
 * What follows from what is known by now: values that turn out to be zero or not. Null when that contradicts itself: nobody
 * comes here. Links that have said all they can are dropped. O(links).
 */
export function following(world: World, table: ValueTable): Member[] | null {
  const news: Member[] = [];
  const open: Link[] = [];
  for (const link of world.links) {
    let side: boolean | null = null;
    let undecided = 0;
    for (const [value, isZeroThere] of link) {
      const known = zeroness(world, table, value);
      if (known === null) { undecided++; continue; }
      if (side !== null && side !== (known === isZeroThere)) return null;
      side = known === isZeroThere;
    }
    if (side === null) { open.push(link); continue; }
    if (undecided === 0) continue;
    for (const [value, isZeroThere] of link) if (zeroness(world, table, value) === null) news.push([value, side === isZeroThere]);
  }
  if (open.length < world.links.length) world.links = open;
  return news;
}
