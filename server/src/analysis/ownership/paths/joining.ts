import { excludes, factOf, isZero, join } from '../state/facts.ts';
import type { Frame } from '../state/frame.ts';
import { hasTrackedType } from '../state/tracked.ts';
import type { Cell, Value } from '../state/value.ts';
import { merge, propertyKey, type World } from '../state/world.ts';

/** Worlds with equal keys that are kept apart for the sake of others at one place. */
const MOST_APART = 4;

/**
 * Where paths meet, worlds that agree on their property key become one. Not when that would forget why they are not another:
 *
 *     if (a) { if (b) s = SSL_get1_session(ssl); }      s is owned when a && b, and else it is not: because of !a, or of !b
 *     if (a) { if (b) SSL_SESSION_free(s); }            the world of both could come here with what it does not own
 *
 * `number` names the place; of cells that are dead there little is kept. O(worlds x facts) when all keys are equal or all
 * differ, else O(worlds x cells + worlds^2 x facts).
 */
export function joinWorlds(frame: Frame, worlds: World[], number: number, isDead: (cell: Cell) => boolean = () => false): World[] {
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
  const booked = new Map<World, readonly Cell[]>();
  const bookedIn = (world: World): readonly Cell[] => {
    const known = booked.get(world) ?? [...world.cells].filter(([, value]) => world.accounts.has(value)).map(([cell]) => cell);
    booked.set(world, known);
    return known;
  };
  for (const group of byKey.values()) {
    const first = group[0];
    if (first === undefined) continue;
    const differs = (other: World): boolean => [...bookedIn(first), ...bookedIn(other)].some((cell) => treatsOtherwise(frame, first, other, cell));
    const rivals = group.length < 2 ? [] : [...byKey.values()].filter((other) => other !== group && other[0] !== undefined && differs(other[0])).flat();
    const contradictions = new Contradictions(rivals);
    const kept = [first];
    for (const world of group.slice(1)) {
      const fitting = kept.findIndex((known) => contradictions.survive(known, world));
      const at = fitting < 0 && kept.length >= MOST_APART ? 0 : fitting;
      const known = kept[at];
      if (known === undefined) kept.push(world);
      else kept[at] = merge(known, world, frame.table, number, (cell) => frame.isLocal(cell), isDead);
    }
    joined.push(...kept);
  }
  return joined;
}

/**
 * Tells cells that outlive the function, or are returned, and hold a session that is one of its parameters; null when none of
 * them is. After `w = a; if (newer(b, a)) w = b; return w;` callers have to know that they were given one of the two.
 */
function handedOn(frame: Frame): ((cell: Cell, value: Value) => boolean) | null {
  const { table, returned } = frame;
  if (!frame.ir.parameters.some((_, index) => hasTrackedType(frame, table.parameter(index)))) return null;
  return (cell, value) => table.term(value).kind === 'parameter' && (frame.outlives(cell) || returned.has(cell)) && hasTrackedType(frame, value);
}

/** Whether what a cell names is owned, released or NULL in one of two worlds only. */
function treatsOtherwise(frame: Frame, a: World, b: World, cell: Cell): boolean {
  const x = a.cells.get(cell);
  const y = b.cells.get(cell);
  return x !== undefined && y !== undefined && standing(frame, a, x) !== standing(frame, b, y);
}

function standing(frame: Frame, world: World, value: Value): string {
  const account = world.accounts.get(value);
  if (account !== undefined) return `${account.held}${account.state}`;
  return isZero(factOf(world.facts, frame.table, value)) ? 'null' : '';
}

/** Why worlds are not one of their rivals: the values of which something else is known there. */
class Contradictions {
  readonly #known = new Map<World, readonly (readonly Value[])[]>();

  constructor(private readonly rivals: readonly World[]) {}

  /** Whether what is known in both of two worlds still contradicts each rival that each of them contradicts. */
  survive(a: World, b: World): boolean {
    if (this.rivals.length === 0) return true;
    const [ofA, ofB] = [this.#of(a), this.#of(b)];
    return this.rivals.every((rival, i) => {
      const values = ofA[i] ?? [];
      const others = ofB[i] ?? [];
      return values.length === 0 || others.length === 0 || values.some((value) => {
        const [x, y, fact] = [a.facts.get(value), b.facts.get(value), rival.facts.get(value)];
        return x !== undefined && y !== undefined && fact !== undefined && others.includes(value) && excludes(join(x, y), fact);
      });
    });
  }

  #of(world: World): readonly (readonly Value[])[] {
    let known = this.#known.get(world);
    if (known === undefined) {
      this.#known.set(world, known = this.rivals.map((rival) => {
        const values: Value[] = [];
        for (const [value, fact] of rival.facts) {
          const own = world.facts.get(value);
          if (own !== undefined && own !== fact && excludes(own, fact)) values.push(value);
        }
        return values;
      }));
    }
    return known;
  }
}
