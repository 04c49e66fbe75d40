import type { Event } from '../../ownership/state/event.ts';

/** What is known on the paths that reach a place: each state once, with the decisions on the paths to it. */
interface Way { readonly state: string; readonly paths: ReadonlyMap<string, Event>[] }

/** A state, and the last decision that all paths to it share and no other path took; '' when there is none. */
export interface State { readonly state: string; readonly condition: string }

const LONGEST_CONDITION = 60;

/** Collects what paths know, in the order in which they are shown. */
export class Ways {
  readonly #ways = new Map<string, Way>();

  add(state: string, trace: Event | null): void {
    const decisions = new Map<string, Event>();
    for (let at = trace; at !== null; at = at.previous) if (at.kind === 'branch') decisions.set(keyOf(at), at);
    const way = this.#ways.get(state);
    if (way === undefined) this.#ways.set(state, { state, paths: [decisions] });
    else way.paths.push(decisions);
  }

  /** O(states x paths x decisions). */
  states(): State[] {
    const all = [...this.#ways.values()];
    return all.map((way) => ({ state: way.state, condition: conditionOf(way, all) }));
  }
}

/** `if` number and answer: the same decision in another round of a loop is another event. */
function keyOf(event: Event): string { return `${event.range.start}-${event.range.end}:${event.message}`; }

function conditionOf(way: Way, all: readonly Way[]): string {
  const others = all.filter((other) => other !== way).flatMap((other) => other.paths);
  if (others.length === 0) return '';
  // Newest first: the maps were filled from the end of the paths.
  for (const [key, event] of way.paths[0] ?? []) {
    if (!way.paths.every((path) => path.has(key)) || others.some((path) => path.has(key))) continue;
    const text = event.file.text.slice(event.range.start, event.range.end).replace(/\s+/g, ' ').trim();
    if (text.length <= LONGEST_CONDITION && !text.includes('`')) return `\`${text}\` is ${event.message}`;
  }
  return '';
}
