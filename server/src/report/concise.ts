import type { Finding } from '../analysis/verdict/finding.ts';
import type { Report, Reporter } from './report.ts';
import { harmless } from './harmless.ts';

/** `path:line:column: severity: message [rule]`, one line a finding. */
export const concise: Reporter = (report) => report.findings.map((finding) => `${conciseLine(finding, report)}\n`).join('');

export const conciseLine = (finding: Finding, report: Report): string =>
  `${placeOf(finding.path, finding.range, report)}: ${finding.severity}: ${harmless(finding.message)} [${finding.rule}]`;

export const placeOf = (path: string, range: { startLine: number; startColumn: number }, report: Report): string =>
  `${harmless(report.shown(path))}:${range.startLine}:${range.startColumn}`;
