/** What an analysis may ask about the rest of the project, by kind; each question is about a name. */
export type Questions = Readonly<Record<string, (name: string) => unknown>>;

interface Recorded<T> {
  readonly subject: readonly unknown[];
  readonly result: T;
  readonly answers: readonly (readonly [kind: string, answers: ReadonlyMap<string, unknown>])[];
}

/** A function may be analysed again in one run, when it turns out to be a callback. */
const MOST_KEPT = 3;

/**
 * Remembers what analysing something gave, with the questions that were asked and their answers: when all of them would be answered
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

  /** The remembered result, undefined when there is none that holds. `subject` is what it depends on besides answers. Costs the questions. */
  find(key: string, subject: readonly unknown[], ask: Questions): T | undefined {
    this.#asked.add(key);
    return this.#known.get(key)?.find((entry) => isSame(entry.subject, subject) && holds(entry, ask))?.result;
  }

  /** The last result under this key, whatever it depended on. */
  last(key: string): T | undefined { return this.#known.get(key)?.[0]?.result; }

  /** Runs `work` with questions that are written down, and remembers what it gives: also that it gave up, which would take as long again. */
  record<Q extends Questions>(key: string, subject: readonly unknown[], ask: Q, work: (ask: Q) => T): T {
    const answers = Object.entries(ask).map(([kind, question]) => [kind, new Map<string, unknown>(), question] as const);
    const asking = Object.fromEntries(answers.map(([kind, known, question]) => [kind, (name: string): unknown => {
      if (known.has(name)) return known.get(name);
      const answer = question(name);
      known.set(name, answer);
      return answer;
    }])) as Q;
    const result = work(asking);
    const list = (this.#known.get(key) ?? []).filter((entry) => !isSame(entry.subject, subject)).slice(0, MOST_KEPT - 1);
    this.#known.set(key, [{ subject, result, answers: answers.map(([kind, known]) => [kind, known] as const) }, ...list]);
    return result;
  }
}

function holds<T>(entry: Recorded<T>, ask: Questions): boolean {
  for (const [kind, answers] of entry.answers) {
    const question = ask[kind];
    if (question === undefined) return false;
    for (const [name, answer] of answers) {
      const now = question(name);
      if (now !== answer && !(Array.isArray(now) && Array.isArray(answer) && isSame(now, answer))) return false;
    }
  }
  return true;
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i]);
}
