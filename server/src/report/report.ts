import type { Finding, Incomplete, Severity } from '../analysis/verdict/finding.ts';

/** What reporters render. Pure data and look-ups: a reporter neither reads files nor knows a terminal. */
export interface Report {
  readonly version: string;
  /** Homepage of the project without a final `/`, or null while there is none. */
  readonly homepage: string | null;
  /** Shown findings in order of path, position, rule. */
  readonly findings: readonly Finding[];
  /** The fingerprint of each of `findings`. Worked out when asked for. */
  fingerprints(): readonly string[];
  readonly incomplete: readonly Incomplete[];
  /** Number of files that were checked. */
  readonly files: number;
  readonly suppressed: number;
  readonly exitCode: number;
  /** False when some file could not be read. */
  readonly success: boolean;
  /** How a path of a finding is written for a person (relative to the folder of the run). */
  shown(path: string): string;
  /** Text of a file by the path of findings; null when it is not at hand. */
  textOf(path: string): string | null;
  /** Severity of a rule as configured; `off` when it is not reported. */
  severityOf(rule: string): Severity | 'off';
  /** Markdown page of a rule, or null. */
  pageOf(rule: string): string | null;
  /** For human formats only. */
  readonly style: Style;
}

export interface Style {
  readonly color: boolean;
  /** Columns to use. */
  readonly width: number;
  /** Steps shown of one finding. */
  readonly maxSteps: number;
  /** Whether totals are printed after the findings. */
  readonly summary: boolean;
}

/** Renders a report as text that ends with a line end, or as '' when there is nothing to say. */
export type Reporter = (report: Report) => string;

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

export function countSeverities(findings: readonly Finding[]): Counts {
  const counts = { errors: 0, warnings: 0, notes: 0 };
  for (const { severity } of findings) {
    if (severity === 'error') counts.errors++;
    else if (severity === 'warning') counts.warnings++;
    else counts.notes++;
  }
  return counts;
}

/** Where the page of a rule is: on the homepage, or in the package while there is none. */
export const pageAddress = (report: Pick<Report, 'homepage'>, rule: string): string =>
  report.homepage === null ? `docs/rules/${rule}.md` : `${report.homepage}/rules/${rule}`;
