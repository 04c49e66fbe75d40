import { LineTable } from '../analysis/code/position.ts';
import type { Finding, Severity, Step } from '../analysis/verdict/finding.ts';
import { annotate } from './annotate.ts';
import type { Mark } from './annotate.ts';
import { paint } from './color.ts';
import { stepLabels } from './labels.ts';
import type { Report } from './report.ts';
import { layoutLine } from './source-line.ts';
import { harmless } from './harmless.ts';

interface Shown {
  readonly step: Step;
  readonly label: string;
  readonly isPrimary: boolean;
}

/** One file's part of a code frame: the steps in it and the lines without a mark that are shown with them. */
interface Block {
  readonly path: string;
  readonly steps: readonly Shown[];
  readonly lines: LineTable | null;
  readonly numbers: readonly number[];
}

/**
 * The code frame of a finding, without its heading: its steps file by file, in the order of lines within a file, with the file of
 * the finding first. Ends with the empty gutter line. Cost: steps plus the length of the files they lie in.
 */
export function codeFrame(finding: Finding, report: Report): { lines: string[]; gutter: number } {
  const { kept, dropped } = limit(finding, report.style.maxSteps);
  const blocks = blocksOf(finding, kept, report);
  const widest = Math.max(1, ...blocks.flatMap((block) => block.numbers));
  const gutter = String(widest).length;
  const ink = (text: string): string => paint(report.style.color, 'gutter', text);
  const empty = ink(`${' '.repeat(gutter + 1)}|`);
  const out: string[] = [];
  for (const [i, block] of blocks.entries()) {
    const at = i === 0 ? finding.range : (block.steps[0]?.step.range ?? finding.range);
    const place = `${harmless(report.shown(block.path))}:${at.startLine}:${at.startColumn}`;
    out.push(`${' '.repeat(gutter)}${ink(i === 0 ? '-->' : ':::')} ${paint(report.style.color, 'bold', place)}`, empty);
    out.push(...render(block, gutter, report, finding.severity), empty);
  }
  if (dropped > 0) out.splice(-1, 0, `${' '.repeat(gutter + 1)}(… ${dropped} more step${dropped === 1 ? '' : 's'}, see --format json)`);
  return { lines: out, gutter };
}

/** Too many steps are cut in the middle: how it begins and how it ends says most. */
function limit(finding: Finding, maxSteps: number): { kept: Shown[]; dropped: number } {
  const labels = stepLabels(finding.steps);
  const last = finding.steps.length - 1;
  const all = finding.steps.map((step, i) => ({ step, label: labels[i] ?? '', isPrimary: i === last }));
  if (all.length <= maxSteps) return { kept: all, dropped: 0 };
  const head = Math.ceil(maxSteps / 2);
  return { kept: [...all.slice(0, head), ...all.slice(all.length - (maxSteps - head))], dropped: all.length - maxSteps };
}

function blocksOf(finding: Finding, steps: readonly Shown[], report: Report): Block[] {
  const paths = [...new Set([finding.path, ...steps.map(({ step }) => step.path)])];
  return paths.map((path) => {
    const text = report.textOf(path);
    const lines = text === null ? null : new LineTable(text);
    const here = steps.filter(({ step }) => step.path === path);
    return { path, steps: here, lines, numbers: lines === null ? [] : shownLines(lines, here, path !== finding.path) };
  });
}

/** The numbers of the lines to show, ascending: marked ones, the one after a branch, and in another file the head of the function. */
function shownLines(lines: LineTable, steps: readonly Shown[], isOtherFile: boolean): number[] {
  const numbers = new Set<number>();
  for (const { step } of steps) {
    numbers.add(step.range.startLine);
    if (step.kind === 'branch') addContext(numbers, lines, step.range.startLine + 1);
  }
  if (isOtherFile && numbers.size > 0) {
    const first = Math.min(...numbers);
    const head = functionHead(lines, first);
    addContext(numbers, lines, Math.max(...numbers) + 1);
    if (head !== null) numbers.add(head);
  }
  const sorted = [...numbers].filter((line) => line >= 1 && line <= lines.lineCount).sort((a, b) => a - b);
  // A gap of one line costs no more room than the dots that would stand for it.
  return sorted.flatMap((line, i) => (sorted[i + 1] === line + 2 ? [line, line + 1] : [line]));
}

function addContext(numbers: Set<number>, lines: LineTable, line: number): void {
  if (/[^\s{}]/.test(lines.lineText(line).slice(0, 500))) numbers.add(line);
}

/** The line above that begins a function: a word in the first column and a parenthesis. Looks back 400 lines at most. */
function functionHead(lines: LineTable, from: number): number | null {
  for (let line = from - 1; line >= Math.max(1, from - 400); line--) {
    const text = lines.lineText(line).slice(0, 500);
    if (text.startsWith('}')) return null;
    if (/^[A-Za-z_][^;=]*\([^;]*$/.test(text)) return line;
  }
  return null;
}

function render(block: Block, gutter: number, report: Report, severity: Severity): string[] {
  const { lines } = block;
  const { color, width } = report.style;
  const bar = (text: string): string => paint(color, 'gutter', `${text.padStart(gutter)} |`);
  if (lines === null) {
    // The text is not at hand: the steps are told without it.
    return block.steps.map(({ step, label }) => `${bar(String(step.range.startLine))} ${label}. ${harmless(step.message)}`);
  }
  const out: string[] = [];
  let previous = 0;
  for (const number of block.numbers) {
    if (previous > 0 && number > previous + 1) out.push('...');
    previous = number;
    const source = lines.lineText(number);
    const marked = block.steps.filter(({ step }) => step.range.startLine === number);
    const from = Math.min(...marked.map(({ step }) => step.range.startColumn - 1));
    const to = Math.max(...marked.map(({ step }) => (step.range.endLine === number ? step.range.endColumn - 1 : source.length)));
    const line = layoutLine(source, Math.max(40, width - gutter - 3), marked.length === 0 ? 0 : from, marked.length === 0 ? 0 : to);
    out.push(`${bar(String(number))}${line.text === '' ? '' : ` ${line.text}`}`);
    const marks = marked.map(({ step, label, isPrimary }): Mark => {
      const start = line.columnOf(step.range.startColumn - 1);
      const end = line.columnOf(step.range.endLine === number ? step.range.endColumn - 1 : source.trimEnd().length);
      return { start, end: Math.max(end, start + 1), isPrimary, label: `${label}. `, text: harmless(step.message) };
    });
    for (const row of annotate(marks, (text, ink) => paint(color, ink === 'primary' ? severity : ink === 'secondary' ? 'gutter' : ink, text))) {
      out.push(`${bar('')} ${row}`);
    }
  }
  return out;
}
