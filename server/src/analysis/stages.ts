export type Stage = 'scan' | 'parse' | 'lower' | 'solve';

/** Keeps the time that each stage of an analysis takes. What runs inside a stage counts for that one as well. */
export class Stages {
  readonly times: Record<Stage, number> = { scan: 0, parse: 0, lower: 0, solve: 0 };

  /** `now`: a monotonic clock in ms. */
  constructor(readonly now: () => number) {}

  /** Does the work and adds the ms it took, also when it throws. */
  time<T>(stage: Stage, work: () => T): T {
    const start = this.now();
    try { return work(); } finally { this.times[stage] += this.now() - start; }
  }
}
