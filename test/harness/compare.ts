import { RULE_BY_ID } from '../../server/src/analysis/verdict/rules.ts';
import type { Finding, Incomplete } from '../../server/src/analysis/verdict/finding.ts';
import type { ExpectedFinding, ExpectedFix, ExpectedIncomplete, ExpectedStep, Spot } from './annotations.ts';
import type { Fixture, FixtureFile } from './fixture.ts';

/** Notes that tell nothing about balance: they need no annotation, but may have one. */
const OPTIONAL_RULES: ReadonlySet<string> = new Set(['unchecked-up-ref']);

/**
 * Compares what the analysis said with what the fixture states. Returns one line per difference, none when they agree:
 * everything stated must be said, everything unstated must not be said.
 */
export function compare(fixture: Fixture, findings: readonly Finding[], incomplete: readonly Incomplete[]): string[] {
  const problems: string[] = [];
  const left = new Set(findings);
  const said: Finding[] = [];
  for (const file of fixture.files) {
    for (const expected of file.annotations.filter((a) => a.kind === 'finding')) {
      const found = take(left, file, expected);
      if (found) said.push(found);
      const problem = judge(expected, found);
      if (problem) problems.push(`${place(fixture, file, expected.at)}: ${problem}`);
    }
  }
  for (const file of fixture.files) {
    for (const annotation of file.annotations) {
      if (annotation.kind === 'step') problems.push(...missingStep(fixture, file, annotation, findings));
      if (annotation.kind === 'fix') problems.push(...missingFix(fixture, file, annotation, said));
      if (annotation.kind === 'incomplete') problems.push(...missingNotice(file, annotation, incomplete));
    }
  }
  for (const finding of left) {
    if (isSilent(finding, fixture)) continue;
    problems.push(`${describe(fixture, finding)}: not expected`);
  }
  const noticed = fixture.files.some((file) => file.annotations.some((a) => a.kind === 'incomplete'));
  if (!noticed) problems.push(...incomplete.map((i) => `${i.path}: ${i.function ?? ''} incomplete, not expected: ${i.reason}`));
  return problems;
}

/** Of the findings left, one that fits the expectation; a level that was written decides between two that fit. */
function take(left: Set<Finding>, file: FixtureFile, expected: ExpectedFinding): Finding | undefined {
  for (const finding of left) {
    if (finding.rule !== expected.rule || finding.path !== file.path || !covers(finding.range, expected.at)) continue;
    if (expected.confidence !== null && finding.confidence !== expected.confidence) continue;
    if (!finding.message.includes(expected.fragment)) continue;
    left.delete(finding);
    return finding;
  }
  return undefined;
}

function judge(expected: ExpectedFinding, found: Finding | undefined): string | null {
  const name = `${expected.rule}${expected.confidence ? ` ${expected.confidence}` : ''}${expected.fragment ? `: ${expected.fragment}` : ''}`;
  if (expected.standing === 'missing') return found ? `MISSING ${name} is reported now; make it a plain expectation` : null;
  if (!found) return expected.standing === 'spurious' ? `SPURIOUS ${name} is gone; delete the annotation` : `${name} expected, not reported`;
  if (found.confidence === 'low' && expected.confidence === null) return `${name} is reported with confidence low, which has to be stated`;
  return null;
}

function covers(range: Finding['range'], at: Spot): boolean {
  if (at.exact) return range.startLine === at.line && range.endLine === at.line && range.startColumn === at.from && range.endColumn === at.to;
  const afterStart = at.line > range.startLine || (at.line === range.startLine && at.from >= range.startColumn);
  const beforeEnd = at.line < range.endLine || (at.line === range.endLine && at.from < Math.max(range.endColumn, range.startColumn + 1));
  return afterStart && beforeEnd;
}

function missingStep(fixture: Fixture, file: FixtureFile, expected: ExpectedStep, findings: readonly Finding[]): string[] {
  const ok = findings.some((finding) => {
    const step = finding.steps[expected.number - 1];
    return step?.path === file.path && covers(step.range, expected.at) && step.message.includes(expected.fragment);
  });
  return ok ? [] : [`${place(fixture, file, expected.at)}: step ${expected.number}${expected.fragment ? `: ${expected.fragment}` : ''} expected, not there`];
}

function missingFix(fixture: Fixture, file: FixtureFile, expected: ExpectedFix, findings: readonly Finding[]): string[] {
  const ok = findings.some((finding) => finding.path === file.path && covers(finding.range, expected.at)
    && finding.fixes.some((fix) => fix.applicability === expected.applicability && fix.title.includes(expected.fragment)));
  return ok ? [] : [`${place(fixture, file, expected.at)}: fix ${expected.applicability}${expected.fragment ? `: ${expected.fragment}` : ''} expected, not offered`];
}

function missingNotice(file: FixtureFile, expected: ExpectedIncomplete, incomplete: readonly Incomplete[]): string[] {
  const ok = incomplete.some((notice) => notice.path === file.path && notice.reason.includes(expected.fragment));
  return ok ? [] : [`${file.path}: incomplete: ${expected.fragment} expected, not noticed`];
}

function isSilent(finding: Finding, fixture: Fixture): boolean {
  const off = RULE_BY_ID.get(finding.rule)?.severity === 'off';
  const wanted = (fixture.config.rules?.[finding.rule] ?? 'off') !== 'off';
  return (off && !wanted) || OPTIONAL_RULES.has(finding.rule);
}

function place(fixture: Fixture, file: FixtureFile, at: Spot): string {
  return `${fixture.path}:${at.line + file.lineOffset}:${at.from}`;
}

/** A finding in one paragraph: place, rule, message and steps. */
export function describe(fixture: Fixture, finding: Finding): string {
  const line = (path: string, n: number) => n + (fixture.files.find((f) => f.path === path)?.lineOffset ?? 0);
  const steps = finding.steps.map((step, i) => `\n      ${i + 1}. ${step.kind} ${step.path}:${line(step.path, step.range.startLine)}:${step.range.startColumn} ${step.message}`);
  return `${fixture.path}:${line(finding.path, finding.range.startLine)}:${finding.range.startColumn}: ${finding.rule} (${finding.confidence}) in ${finding.function}(): ${finding.message}${steps.join('')}\n     `;
}
