import type { FunctionIr, Instruction, Terminator } from '../../ir/instructions.ts';
import type { Account } from '../../ownership/state/account.ts';
import type { Frame } from '../../ownership/state/frame.ts';
import type { Interpretation, Observer } from '../../ownership/paths/interpret.ts';
import { cellOf } from '../../ownership/state/memory.ts';
import { fork, type World } from '../../ownership/state/world.ts';
import type { Locator } from './locate.ts';
import { LostTrack } from './lost-track.ts';
import type { Mention } from './mention.ts';
import { stateOf } from './state.ts';
import { Ways, type State } from './ways.ts';

const MOST_STATES = 4;
const NOTHING = 'not known';

/** Interprets a function once more and collects what its paths know of one place, before and after one instruction. */
class Watcher implements Observer {
  readonly reached = new Ways();
  readonly left = new Ways();
  readonly #lost = new LostTrack();
  readonly #mention: Mention;
  #entered = false;
  readonly #lineOf: (range: { readonly start: number }) => number;

  constructor(mention: Mention, f: FunctionIr, locator: Locator) {
    this.#mention = mention;
    this.#lineOf = (range) => locator.lineOf(f, range.start);
  }

  before(frame: Frame, world: World, at: Instruction | Terminator): void {
    this.#lost.note(world, null);
    if (at === this.#mention.at || (this.#mention.at === null && !this.#entered)) this.#add(this.reached, frame, world);
    this.#entered = true;
  }

  after(frame: Frame, world: World, at: Instruction): void {
    this.#lost.note(world, at);
    if (at === this.#mention.at) this.#add(this.left, frame, world);
  }

  #add(ways: Ways, frame: Frame, seen: World): void {
    const world = fork(seen);
    const cell = cellOf(frame, world, this.#mention.place);
    // What has no known type is a session when the ledger follows it.
    if (this.#mention.depth < 0 && !isFollowed(world.accounts.get(world.cells.get(cell) ?? -1))) return;
    ways.add(stateOf({ frame, world, lost: this.#lost, lineOf: this.#lineOf }, cell) ?? NOTHING, world.trace);
  }
}

/**
 * What is known of a variable or member at the statement it is mentioned in, in Markdown; null when nothing is, or when
 * the function was not analysed to its end. Costs one interpretation of the function.
 */
export function variableHover(f: FunctionIr, mention: Mention, locator: Locator, watch: (f: FunctionIr, observer: Observer) => Interpretation): string | null {
  const watcher = new Watcher(mention, f, locator);
  const { gaveUp, possible } = watch(f, watcher);
  if (gaveUp !== null || !possible) return null;
  const before = watcher.reached.states();
  const after = mention.written === 'no' ? [] : watcher.left.states();
  const name = `**\`${mention.name}\`**`;
  if (mention.written === 'no') return saysSomething(before) ? show(name, before) : null;
  if (!saysSomething(after)) return mention.written === 'again' && saysSomething(before) ? show(`${name} before this`, before) : null;
  const now = show(`${name} from here on`, after);
  return mention.written === 'again' && saysSomething(before) ? `${show(`${name} before this`, before)}\n\n${now}` : now;
}

/** Unknown code was given something that came in: that makes it no session. */
function isFollowed(account: Account | undefined): boolean { return account !== undefined && !(account.provenance === 'incoming' && account.state === 'lost'); }

function saysSomething(states: readonly State[]): boolean { return states.some(({ state }) => state !== NOTHING); }

function show(name: string, states: readonly State[]): string {
  const [only] = states;
  if (states.length === 1 && only !== undefined) return `${name}: ${only.state}`;
  const shown = states.slice(0, MOST_STATES).map(({ state, condition }) => `- ${state}${condition === '' ? '' : `, when ${condition}`}`);
  const more = states.length - MOST_STATES;
  return [`${name}, depending on the path:`, ...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}
