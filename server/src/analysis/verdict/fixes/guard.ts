import { safe, type Candidate, type Derivation } from './derivation.ts';

/** `if (s) RELEASE(s);` becomes `RELEASE(s);`. */
export function dropTest({ problem, layout }: Derivation): Candidate[] {
  return safe('Remove the test', layout.unguard(problem.statement));
}
