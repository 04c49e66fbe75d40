import type { SourceFile } from './code/item.ts';
import type { Model } from './model/effects.ts';
import type { Finding, Incomplete } from './verdict/finding.ts';

/** What the analysis needs; the doors provide it. */
export interface AnalysisInput {
  readonly files: readonly SourceFile[];
  readonly model: Model;
  /** Milliseconds one function may take before it is given up as incomplete. */
  readonly functionTimeoutMs: number;
  /** A monotonic clock in ms (the analysis itself has none). */
  readonly now: () => number;
}

export interface AnalysisResult {
  /** All findings of every rule and confidence, in order of path, position, rule; not filtered, not suppressed. */
  readonly findings: readonly Finding[];
  readonly incomplete: readonly Incomplete[];
  readonly statistics: {
    /** Functions seen in the files, functions that touch sessions, and those of them that could not be analysed. */
    readonly functions: number;
    readonly relevant: number;
    readonly opaque: number;
    /** Milliseconds spent in each stage. */
    readonly times: Readonly<Record<'scan' | 'parse' | 'lower' | 'solve', number>>;
  };
}
