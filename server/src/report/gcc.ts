import { conciseLine, placeOf } from './concise.ts';
import { stepLabels } from './labels.ts';
import type { Reporter } from './report.ts';
import { harmless } from './harmless.ts';

/** The concise line, then a note for each step, as compilers print them: editors and problem matchers read it. */
export const gcc: Reporter = (report) => report.findings.map((finding) => {
  const labels = stepLabels(finding.steps);
  const notes = finding.steps.map((step, i) => `${placeOf(step.path, step.range, report)}: note: (${labels[i] ?? ''}) ${harmless(step.message)}\n`);
  return `${conciseLine(finding, report)}\n${notes.join('')}`;
}).join('');
