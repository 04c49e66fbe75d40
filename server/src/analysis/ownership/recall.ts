import type { FunctionIr } from '../ir/instructions.ts';
import type { Role } from './frame.ts';
import type { Summary } from './summary.ts';

/** What the analysis of a function asked about the rest of the project. */
export interface Questions {
  summaryOf(name: string, from: string): Summary | null;
  fieldDepth(name: string): number;
}

/** What the analysis of a function depends on besides the answers to its questions. */
export interface Subject {
  readonly variants: readonly FunctionIr[];
  readonly role: Role | null;
  /** The function is the library's own. */
  readonly implementation: boolean;
}

interface Recorded<T> extends Subject {
  readonly result: T;
  readonly summaries: ReadonlyMap<string, Summary | null>;
  readonly from: string;
  readonly depths: ReadonlyMap<string, number>;
}

/** A function may be analysed again in one run, when it turns out to be a callback. */
const MOST_KEPT = 3;

/**
 * Remembers what analysing functions gave, with the questions that were asked and their answers: when all of them would be answered
 * the same, the result would be the same (a verifying trace: Mokhov, Mitchell, Peyton Jones, "Build systems à la carte", 2018).
 */
export class Recall<T> {
  readonly #known = new Map<string, Recorded<T>[]>();
  /** Keys that were asked for since the last `next`. */
  #asked = new Set<string>();

  /** Forgets what was not asked for since this was called last. */
  next(): void {
    for (const key of [...this.#known.keys()]) if (!this.#asked.has(key)) this.#known.delete(key);
    this.#asked = new Set();
  }

  /** The remembered result, undefined when the function has to be analysed. Costs the questions, not the analysis. */
  find(key: string, subject: Subject, ask: Questions): T | undefined {
    this.#asked.add(key);
    const recorded = this.#known.get(key)?.find((entry) => isSame(entry, subject) && holds(entry, ask));
    return recorded?.result;
  }

  /** The last result under this key, whatever it depended on. */
  last(key: string): T | undefined { return this.#known.get(key)?.[0]?.result; }

  /** Runs `work` with questions that are written down, and remembers what it gives when `keep` says so. `from` is the path that asks. */
  record(key: string, subject: Subject, from: string, ask: Questions, work: (questions: Questions) => T, keep: (result: T) => boolean): T {
    const summaries = new Map<string, Summary | null>();
    const depths = new Map<string, number>();
    const elsewhere = { asked: false };
    const result = work({
      summaryOf: (name, asking) => {
        if (asking !== from) { elsewhere.asked = true; return ask.summaryOf(name, asking); }
        const known = summaries.get(name);
        if (known !== undefined) return known;
        const answer = ask.summaryOf(name, asking);
        summaries.set(name, answer);
        return answer;
      },
      fieldDepth: (name) => {
        const known = depths.get(name);
        if (known !== undefined) return known;
        const answer = ask.fieldDepth(name);
        depths.set(name, answer);
        return answer;
      },
    });
    if (elsewhere.asked || !keep(result)) return result;
    const list = (this.#known.get(key) ?? []).filter((entry) => !isSame(entry, subject)).slice(0, MOST_KEPT - 1);
    // The variants are copied: the solver adds to its list when another reading of the function comes along.
    this.#known.set(key, [{ ...subject, variants: [...subject.variants], result, summaries, from, depths }, ...list]);
    return result;
  }
}

function isSame(a: Subject, b: Subject): boolean {
  return a.implementation === b.implementation && a.role?.contract === b.role?.contract && a.role?.doubt === b.role?.doubt
    && a.variants.length === b.variants.length && a.variants.every((variant, i) => variant === b.variants[i]);
}

function holds<T>(entry: Recorded<T>, ask: Questions): boolean {
  for (const [name, answer] of entry.summaries) if (ask.summaryOf(name, entry.from) !== answer) return false;
  for (const [name, answer] of entry.depths) if (ask.fieldDepth(name) !== answer) return false;
  return true;
}
