/** Long enough for a busy machine of two cores: what takes longer is broken. */
export const PATIENCE = 40_000;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

/**
 * Asks again and again until the answer is neither false nor null nor undefined, and returns it. Throws after `ms` with `what` and the
 * last answer of `seen`.
 */
export async function until<T>(what: string, ask: () => T | Promise<T>, ms = PATIENCE, seen?: () => unknown): Promise<Exclude<T, false | null | undefined>> {
  const start = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== null && answer !== undefined) return answer as Exclude<T, false | null | undefined>;
    if (performance.now() - start > ms) throw new Error(`waited ${ms} ms until ${what}${seen === undefined ? '' : `; seen: ${JSON.stringify(seen(), null, 1)}`}`);
    await pause(50);
  }
}
