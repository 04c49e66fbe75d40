import { compareFindings } from '../analysis/verdict/order.ts';
import type { Finding } from '../analysis/verdict/finding.ts';
import { paint } from './color.ts';
import { codeFrame } from './frame.ts';
import { countSeverities, pageAddress } from './report.ts';
import type { Report, Reporter } from './report.ts';
import { harmless } from './harmless.ts';

/** One block a finding: heading, code frame with numbered steps, help. Then the totals. */
export const full: Reporter = (report) => {
  const blocks = [...report.findings].sort(compareFindings).map((finding) => block(finding, report));
  if (report.style.summary && report.findings.length > 0) blocks.push(`${totals(report)}\n`);
  return blocks.join('\n');
};

function block(finding: Finding, report: Report): string {
  const { color } = report.style;
  const { lines, gutter } = codeFrame(finding, report);
  const tail = (name: string, text: string): string =>
    `${' '.repeat(gutter + 1)}${paint(color, 'gutter', '=')} ${paint(color, 'bold', name)} ${harmless(text)}`;
  const heading = `${paint(color, finding.severity, `${finding.severity}[${finding.rule}]`)}${paint(color, 'bold', `: ${harmless(finding.message)}`)}`;
  const cwe = finding.cwe[0] === undefined ? '' : ` (CWE-${finding.cwe[0]})`;
  const out = [heading, ...lines];
  if (finding.help !== '') out.push(tail('help:', finding.help));
  if (finding.why !== '') out.push(tail('why: ', finding.why + cwe));
  out.push(tail('docs:', report.homepage === null ? `ssl-lint explain ${finding.rule}` : pageAddress(report, finding.rule)));
  return `${out.join('\n')}\n`;
}

/** `Found 3 problems (1 error, 1 warning, 1 note) in 2 of 214 files. 3 suppressed, 0 in baseline.` */
export function totals(report: Report): string {
  const { errors, warnings, notes } = countSeverities(report.findings);
  const touched = new Set(report.findings.map((finding) => finding.path)).size;
  const parts = [count(errors, 'error'), count(warnings, 'warning')];
  if (notes > 0) parts.push(count(notes, 'note'));
  return `Found ${count(report.findings.length, 'problem')} (${parts.join(', ')}) in ${touched} of ${count(report.files, 'file')}. ${report.suppressed} suppressed, 0 in baseline.`;
}

export const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
