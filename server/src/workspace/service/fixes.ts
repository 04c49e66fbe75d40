import type { AnalysisResult } from '../../analysis/analyze.ts';
import type { SourceFile } from '../../analysis/code/item.ts';
import type { Finding, Fix } from '../../analysis/verdict/finding.ts';
import type { Outcome } from './outcome.ts';
import type { Project } from './project.ts';

/** Proved edits for one finding of an outcome; none when it is not there. */
export async function fixesOf(outcome: Outcome, finding: Finding): Promise<readonly Fix[]> {
  // Findings about comments bring theirs.
  return finding.fixes.length > 0 ? finding.fixes : (await outcome.asked()).fixesOf(finding);
}

/**
 * A safe fix for as many findings of a file as possible, as edits of that file that do not overlap and were proved together: with all of
 * them made these findings are gone and no other appears.
 */
export async function safeFixesOf(project: Project, outcome: Outcome, path: string): Promise<readonly Fix[]> {
  const text = outcome.textOf(path);
  const file = outcome.sources.files.find((source) => source.path === path);
  if (text === null || file === undefined) return [];
  const candidates: Candidate[] = [];
  for (const finding of outcome.of(path).findings) {
    const fixes = await fixesOf(outcome, finding);
    const fix = fixes.find(({ applicability, edits }) => applicability === 'safe' && edits.length > 0 && edits.every((edit) => edit.path === path));
    if (fix !== undefined && !candidates.some((other) => overlap(other.fix, fix))) candidates.push({ finding, fix });
  }
  const prove = async (chosen: readonly Candidate[]): Promise<boolean> => {
    const changed: SourceFile = { path, text: applied(text, chosen.map(({ fix }) => fix)) };
    const after = await project.examine(outcome, outcome.sources.files.map((source) => (source === file ? changed : source)));
    return mends(outcome, after, chosen.map(({ finding }) => finding));
  };
  const proved = await largest([], candidates, prove);
  return proved.map(({ fix }) => fix);
}

interface Candidate { readonly finding: Finding; readonly fix: Fix }

/** As many of `more` beside `chosen` as can be proved together, the earlier ones first; halves what cannot. */
export async function largest<T>(chosen: readonly T[], more: readonly T[], prove: (all: readonly T[]) => Promise<boolean>): Promise<readonly T[]> {
  if (more.length === 0) return chosen;
  const all = [...chosen, ...more];
  if (await prove(all)) return all;
  if (more.length === 1) return chosen;
  const half = more.length >> 1;
  return largest(await largest(chosen, more.slice(0, half), prove), more.slice(half), prove);
}

/** Whether `gone` are gone and nothing is there that was not there before, shown or not. */
function mends(before: Outcome, after: Outcome, gone: readonly Finding[]): boolean {
  const isLess = (was: readonly Finding[], is: readonly Finding[], less: readonly Finding[]): boolean => {
    const left = counted(was);
    for (const [key, count] of counted(less)) left.set(key, (left.get(key) ?? 0) - count);
    return [...counted(is)].every(([key, count]) => count <= (left.get(key) ?? 0));
  };
  return isLess(before.findings, after.findings, gone) && isLess(before.result.findings, after.result.findings, [])
    && isSubset(after.result, before.result);
}

/** Whether everything that could not be analysed could not before. */
function isSubset(after: AnalysisResult, before: AnalysisResult): boolean {
  const known = new Set(before.incomplete.map(({ path, function: name }) => `${path}\0${name ?? ''}`));
  return after.incomplete.every(({ path, function: name }) => known.has(`${path}\0${name ?? ''}`));
}

/** Findings by what stays the same when lines move. */
function counted(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, path, function: name, statementText, originText } of findings) {
    const key = [rule, path, name, statementText, originText].join('\0');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Also edits that only touch: their order would not be sure. */
const overlap = (a: Fix, b: Fix): boolean => a.edits.some((x) => b.edits.some((y) => x.range.start <= y.range.end && y.range.start <= x.range.end));

/** A text with the edits of fixes made. */
function applied(text: string, fixes: readonly Fix[]): string {
  const edits = fixes.flatMap((fix) => fix.edits.map((edit, i) => ({ edit, i }))).sort((a, b) => a.edit.range.start - b.edit.range.start || a.i - b.i);
  let result = '';
  let at = 0;
  for (const { edit } of edits) {
    result += text.slice(at, edit.range.start) + edit.newText;
    at = edit.range.end;
  }
  return result + text.slice(at);
}
