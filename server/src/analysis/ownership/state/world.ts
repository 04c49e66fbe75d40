import type { Account } from './account.ts';
import { meet, type Event } from './event.ts';
import { ANYTHING, factOf, isAnything, isZero, join, type Facts } from './facts.ts';
import { ForkedMap, ForkedSet } from './forked.ts';
import { joinLinks, type Link, type Met } from './links.ts';
import type { Cell, Value, ValueTable } from './value.ts';

/** One way of having come to a point of a function: what memory holds, the book-keeping, what was decided. */
export interface World {
  /** Only cells that were read or written; any other holds its input value. */
  readonly cells: ForkedMap<Cell, Value>;
  readonly accounts: ForkedMap<Value, Account>;
  readonly facts: Facts;
  /** Pointers into sessions: pointer value to the session it belongs to. */
  readonly interior: ForkedMap<Value, Value>;
  /** Values that came in and were handed to unknown code. */
  readonly scrambled: ForkedSet<Value>;
  /** What was done to owner objects that came in: value to how their borrows ended. */
  readonly ended: ForkedMap<Value, 'always' | 'maybe'>;
  /** Connections on which a handshake was begun, with the answer of the call that did. */
  readonly begun: ForkedMap<Value, Value>;
  /** Times each loop around the current block was repeated: block number to count. */
  readonly repeats: ForkedMap<number, number>;
  /** What paths that were joined had in common only one by one. */
  links: readonly Link[];
  trace: Event | null;
}

export function emptyWorld(): World {
  return {
    cells: new ForkedMap(), accounts: new ForkedMap(), facts: new ForkedMap(), interior: new ForkedMap(), scrambled: new ForkedSet(), ended: new ForkedMap(),
    begun: new ForkedMap(), repeats: new ForkedMap(), links: [], trace: null,
  };
}

/** A second world to go another way. O(1). */
export function fork(world: World): World {
  return {
    cells: world.cells.fork(), accounts: world.accounts.fork(), facts: world.facts.fork(), interior: world.interior.fork(),
    scrambled: world.scrambled.fork(), ended: world.ended.fork(), begun: world.begun.fork(), repeats: world.repeats.fork(), links: world.links, trace: world.trace,
  };
}

/** A string that is different in each combination of loop iterations. */
export function iterationOf(world: World): string {
  if (world.repeats.size === 0) return '';
  let key = '';
  for (const [head, count] of world.repeats) if (count > 0) key += `${head}*${count},`;
  return key;
}

/**
 * What makes two worlds different for good: the book-keeping, and which memory names which tracked value. Worlds that
 * agree on it are merged where paths join (property simulation, Das, Lerner and Seigle, PLDI 2002), so a branch that
 * treats sessions alike on both arms costs nothing. `isHandedOn` tells the cells in which a session that came in stays when
 * the function is left: `if (s != NULL) cache = s;` does with it what the other arm does not.
 */
export function propertyKey(world: World, watched: readonly Cell[], isHandedOn: ((cell: Cell, value: Value) => boolean) | null): string {
  let key = iterationOf(world);
  const ids = [...world.accounts.keys()].sort((a, b) => a - b);
  for (const id of ids) {
    const a = world.accounts.get(id);
    // That unknown code saw something that came in is no reason to keep two worlds apart.
    if (a === undefined || (a.state === 'lost' && a.provenance === 'incoming')) continue;
    key += `|${id}:${a.held}${a.state}${a.adopted},${a.retained},${a.doubts.length},${a.provenance}${a.others.join()}${a.cached.join()}${a.kept === null ? '' : 'k'}${a.surrendered === null ? '' : `s${a.surrendered.event.length}`}`;
    const fact = world.facts.get(id);
    if (fact !== undefined && (fact.low > 0 || fact.not.includes(0))) key += '+';
  }
  const names: string[] = [];
  if (ids.length > 0 || isHandedOn !== null) {
    for (const [cell, value] of world.cells) if (isBooked(world, value) || isHandedOn?.(cell, value) === true) names.push(`${cell}=${value}`);
  }
  key += `|${names.sort().join()}`;
  for (const cell of watched) key += `|${cell}:${world.cells.get(cell) ?? ''}`;
  return key;
}

/** The names of what is still owed are part of its story. */
export function isOwed(world: World, value: Value | undefined): boolean {
  const account = value === undefined ? undefined : world.accounts.get(value);
  return account !== undefined && account.state === 'live' && account.held > 0;
}

export function isBooked(world: World, value: Value): boolean {
  const account = world.accounts.get(value);
  return account !== undefined && !(account.state === 'lost' && account.provenance === 'incoming');
}

/**
 * The world that holds on both of two paths with equal property keys. Values that differ become one unknown value,
 * the same for equal pairs, so that later tests of it stay correlated. Of cells that are
 * dead only what names something owed is looked at. `isLocal` tells the cells of whole local variables.
 * O(cells + facts).
 */
export function merge(a: World, b: World, table: ValueTable, at: number, isLocal: (cell: Cell) => boolean, isDead: (cell: Cell) => boolean): World {
  const merged: World = {
    cells: a.cells.fork(), accounts: bothAccounts(a, b), facts: a.facts.fork(), interior: a.interior,
    scrambled: a.scrambled, ended: a.ended, begun: a.begun, repeats: a.repeats, links: a.links, trace: meet(a.trace, b.trace),
  };
  for (const value of b.scrambled) merged.scrambled.add(value);
  for (const [value, certainty] of b.ended) merged.ended.set(value, certainty);
  for (const [connection, answer] of merged.begun) {
    const other = b.begun.get(connection);
    if (other === undefined) merged.begun.delete(connection);
    else if (other !== answer) merged.begun.set(connection, table.zero);
  }
  for (const [pointer, session] of merged.interior) if (b.interior.get(pointer) !== session) merged.interior.delete(pointer);
  const differing: Met[] = [];
  if (!a.facts.isFork(b.facts)) mergeFacts(a, b, merged, differing);
  if (!a.cells.isFork(b.cells)) mergeCells(a, b, merged, table, at, isLocal, isDead, differing);
  merged.links = joinLinks(a, b, merged, differing, table);
  return merged;
}

/** Adds to `differing` what is known otherwise on the two paths. */
function mergeFacts(a: World, b: World, merged: World, differing: Met[]): void {
  for (const [value, fact] of a.facts) {
    const other = b.facts.get(value);
    if (fact === other) continue;
    const both = other === undefined ? ANYTHING : join(fact, other);
    if (isAnything(both)) merged.facts.delete(value);
    else merged.facts.set(value, both);
    if (other !== undefined) differing.push([value, value, value]);
  }
}

function mergeCells(a: World, b: World, merged: World, table: ValueTable, at: number, isLocal: (cell: Cell) => boolean, isDead: (cell: Cell) => boolean, differing: Met[]): void {
  const asInput = (cell: Cell, value: Value): boolean => {
    const term = table.term(value);
    return (term.kind === 'input' && term.cell === cell) || (term.kind === 'unknown' && term.key === `s${cell}`);
  };
  // `if (out) *out = 0;`: where the pointer is NULL there is no such memory, and nothing will be read from it.
  const exists = (world: World, cell: Cell): boolean => {
    const { root } = table.cell(cell);
    return root.kind === 'variable' || !isZero(factOf(world.facts, table, root.of));
  };
  const both = (cell: Cell, x: Value | undefined, y: Value | undefined): Value | undefined => {
    if (isDead(cell) && !isOwed(a, x) && !isOwed(b, y)) return undefined;
    if (!exists(a, cell)) x = y;
    else if (!exists(b, cell)) y = x;
    if (x === y) return x;
    // Unread on one path: there it still holds its input value.
    if (x === undefined || y === undefined) {
      const known = x ?? y;
      // `#ifdef CACHE char *der = NULL; #endif`: code that names the variable is not compiled where it is not declared.
      return known === undefined || asInput(cell, known) || isLocal(cell) ? known : table.unknown(`${at}:${cell}:${known}:in`);
    }
    const value = table.met(at, cell, x, y);
    const fact = join(factOf(a.facts, table, x), factOf(b.facts, table, y));
    if (!isAnything(fact)) merged.facts.set(value, fact);
    differing.push([value, x, y]);
    return value;
  };
  for (const [cell, x] of a.cells) {
    const y = b.cells.get(cell);
    if (x === y) continue;
    const value = both(cell, x, y);
    if (value === undefined) merged.cells.delete(cell);
    else merged.cells.set(cell, value);
  }
  for (const [cell, y] of b.cells) {
    const value = a.cells.has(cell) ? undefined : both(cell, undefined, y);
    if (value !== undefined) merged.cells.set(cell, value);
  }
}

/** Accounts with equal keys differ at most in what came in and is lost; lost on one path is lost. */
function bothAccounts(a: World, b: World): ForkedMap<Value, Account> {
  for (const [value, account] of b.accounts) if (account.state === 'lost' && account.provenance === 'incoming') a.accounts.set(value, account);
  return a.accounts;
}
