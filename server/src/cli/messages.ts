import type { Incomplete } from '../analysis/verdict/finding.ts';
import { harmless } from '../report/harmless.ts';
import type { LintResult } from '../workspace/lint.ts';
import { relativeTo } from '../workspace/paths.ts';

/** More of these only with --verbose: a tree of a million lines has many macros. */
const MAX_INCOMPLETE = 10;

/** What belongs beside the report, on standard error: notes, warnings, and what was not analysed. Errors are said even when quiet. */
export function aside(result: LintResult, cwd: string, quiet: boolean, verbose: boolean): string {
  const lines = result.notices.filter((notice) => !quiet || notice.level === 'error').map(({ level, text }) => `ssl-lint: ${level}: ${text}`);
  if (!quiet) {
    const entries = result.incomplete.slice(0, verbose ? Infinity : MAX_INCOMPLETE);
    for (const entry of entries) lines.push(`ssl-lint: warning: ${relativeTo(cwd, `${result.base}/${entry.path}`)}: ${incompleteText(entry)}`);
    const more = result.incomplete.length - entries.length;
    if (more > 0) lines.push(`ssl-lint: warning: ${more} more not fully analysed (--verbose lists them)`);
  }
  if (verbose) lines.push(...details(result));
  return lines.map((line) => `${harmless(line)}\n`).join('');
}

/** `function 'parse_all' not fully analysed (macro 'FOR_ALL' at line 210)`. */
function incompleteText({ function: name, reason, line }: Incomplete): string {
  const at = line === undefined || /\bline \d/.test(reason) ? '' : ` at line ${line}`;
  return name === undefined ? `not analysed (${reason}${at})` : `function '${name}' not fully analysed (${reason}${at})`;
}

/** The last line of a run: how much was looked at, and how long it took. Not part of the report, which is the same every time. */
export function closing(result: LintResult, ms: number, verbose: boolean): string {
  const files = `${result.files.length} file${result.files.length === 1 ? '' : 's'}`;
  const seconds = `${(ms / 1000).toFixed(2)}s`;
  const { walk, read, analysis } = result.times;
  const { times, slowest } = result.statistics;
  const stages = Object.entries(times).map(([stage, spent]) => `${stage} ${spent.toFixed(0)}`).join(', ');
  const worst = slowest === null ? '' : `; slowest function '${slowest.function}' ${slowest.ms.toFixed(0)} ms`;
  const detail = verbose ? `ssl-lint: note: ${walk.toFixed(0)} ms finding files, ${read.toFixed(0)} ms reading, ${analysis.toFixed(0)} ms analysing (${stages})${worst}\n` : '';
  return detail + (result.findings.length === 0 && !result.failed ? `No problems in ${files} (${seconds}).\n` : `Checked ${files} in ${seconds}.\n`);
}

function details(result: LintResult): string[] {
  const { functions, relevant, opaque } = result.statistics;
  const configs = result.configs.map((settings) => settings.origin);
  return [
    `ssl-lint: note: configuration: ${configs.length === 0 ? 'none, defaults' : configs.join(', ')}`,
    `ssl-lint: note: ${functions} functions seen, ${relevant} of them touch sessions, ${opaque} of these not analysed`,
  ];
}
