import type { LintRequest } from '../workspace/lint.ts';
import type { Console } from './console.ts';

/** Shorter runs show no progress. */
const PATIENCE_MS = 500;

export interface Progress {
  readonly report: NonNullable<LintRequest['onProgress']>;
  /** Takes the line away. */
  end(): void;
}

/** One line on a terminal's standard error that says what a long run is doing; null when nobody watches. */
export function progress(console: Console, quiet: boolean): Progress | null {
  if (!console.isStderrTerminal || quiet || console.env['CI']) return null;
  const started = console.now();
  let shown = false;
  return {
    report: (stage, done, total) => {
      if (console.now() - started < PATIENCE_MS) return;
      shown = true;
      console.err(`\r\u001b[K${stage === 'reading' ? `reading ${done} of ${total} files` : `analysing ${done} of ${total} files`} …`);
    },
    end: () => {
      if (shown) console.err('\r\u001b[K');
    },
  };
}
