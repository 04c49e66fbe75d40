import { appendFileSync } from 'node:fs';
import type { Runner, Test } from 'mocha';

/** What became of one test: a line of JSON in the file that E2E_REPORT names. */
export interface Outcome {
  readonly title: string;
  readonly state: 'ok' | 'not ok' | 'skipped';
  readonly ms: number;
  readonly error: string;
}

/** A reporter of mocha that writes as it goes, so that a run that hangs shows where. */
export default function lineReporter(runner: Runner): void {
  const write = (test: Test, state: Outcome['state'], error = ''): void => {
    const outcome: Outcome = { title: test.fullTitle(), state, ms: test.duration ?? 0, error };
    appendFileSync(process.env.E2E_REPORT ?? '/dev/stderr', `${JSON.stringify(outcome)}\n`);
  };
  runner.on('pass', (test) => { write(test, 'ok'); });
  runner.on('pending', (test) => { write(test, 'skipped'); });
  runner.on('fail', (test, error: Error & { actual?: unknown; expected?: unknown }) => {
    const values = 'expected' in error ? `\nexpected ${JSON.stringify(error.expected)}\nactual   ${JSON.stringify(error.actual)}` : '';
    write(test, 'not ok', `${error.stack ?? String(error)}${values}`);
  });
}
