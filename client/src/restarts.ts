/** How often a server that ends by itself is started again. */
export class Restarts {
  readonly #limit: number;
  readonly #windowMs: number;
  #times: number[] = [];

  /** At most `limit` starts within `windowMs` milliseconds. */
  constructor(limit = 3, windowMs = 180_000) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /** Whether the server may be started once more at the time `now` (ms); counts it when it may. */
  allow(now: number): boolean {
    this.#times = this.#times.filter((time) => now - time < this.#windowMs);
    if (this.#times.length >= this.#limit) return false;
    this.#times.push(now);
    return true;
  }
}
