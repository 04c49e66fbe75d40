import { LineTable } from '../../analysis/code/position.ts';
import { readComments } from '../../analysis/verdict/comments.ts';
import type { Comment, Commentary } from '../../analysis/verdict/comments.ts';
import type { TextEdit } from '../../analysis/verdict/fixes/text-edit.ts';
import type { Finding } from '../../analysis/verdict/finding.ts';
import type { DisableRuleComment } from '../settings/settings.ts';
import { functionHead } from './function-head.ts';

export const SCOPES = ['line', 'next-line', 'function', 'file'] as const;
/** What a comment covers: its own line, the line below, the function below, the file. */
export type Scope = (typeof SCOPES)[number];

const WORDS: Readonly<Record<Scope, string>> = { 'line': 'on this line', 'next-line': 'for the next line', 'function': 'in this function', 'file': 'in this file' };
const OWN: Readonly<Record<Scope, string>> = {
  'line': 'ssl-lint-disable-line', 'next-line': 'ssl-lint-disable-next-line', 'function': 'ssl-lint-disable-next-function', 'file': 'ssl-lint-disable-file',
};
/** Comments further down are easily overlooked. */
const TOP = 50;

export const suppressTitle = (rule: string, scope: Scope): string => `Suppress ${rule} ${WORDS[scope]}`;

/** The edit of `text` that puts in a comment which suppresses `finding`, or null where there is no place for one. Linear. */
export function suppressEdit(text: string, finding: Pick<Finding, 'rule' | 'range' | 'statement'>, scope: Scope, style: DisableRuleComment): TextEdit | null {
  const lines = new LineTable(text);
  const commentary = readComments(text);
  const page: Page = { text, lines, commentary, end: /\r\n|\n|\r/.exec(text)?.[0] ?? '\n', style, words: words(finding.rule, scope, style) };
  switch (scope) {
    case 'line': return behindLine(page, finding.range.startLine);
    case 'next-line': return aboveLine(page, finding.statement.startLine);
    case 'function': return aboveFunction(page, finding.range.start);
    case 'file': return atTop(page);
  }
}

interface Page {
  readonly text: string;
  readonly lines: LineTable;
  readonly commentary: Commentary;
  /** The line end of the file. */
  readonly end: string;
  readonly style: DisableRuleComment;
  readonly words: string;
}

/** clang-tidy has words for lines only. */
function words(rule: string, scope: Scope, { dialect }: DisableRuleComment): string {
  if (dialect === 'nolint' && scope === 'line') return `NOLINT(ssl-lint-${rule})`;
  if (dialect === 'nolint' && scope === 'next-line') return `NOLINTNEXTLINE(ssl-lint-${rule})`;
  return `${OWN[scope]} ${rule}`;
}

const block = ({ words: inside }: Page): string => `/* ${inside} */`;

/** A `//` comment needs a line feed to end it, and one behind a backslash would swallow the next line. */
const comment = (page: Page, isSpliced: boolean): string =>
  page.style.commentStyle === 'block' || isSpliced || page.end === '\r' ? block(page) : `// ${page.words}`;

const isSpliced = (line: string): boolean => /\\[ \t]*$/.test(line);

function aboveLine(page: Page, line: number): TextEdit | null {
  const { text, lines } = page;
  const at = lines.startOfLine(line);
  if (isInside(page, at)) return null;
  const indent = /^[ \t]*/.exec(lines.lineText(line))?.[0] ?? '';
  // Between the lines of a macro: the new line has to go on, too.
  const goesOn = line > 1 && isSpliced(lines.lineText(line - 1));
  return { start: at, end: at, text: `${indent}${comment(page, goesOn)}${goesOn ? ' \\' : ''}${at === text.length && line > 1 && lines.lineText(line) === '' ? '' : page.end}` };
}

function behindLine(page: Page, line: number): TextEdit | null {
  const { lines } = page;
  const written = lines.lineText(line);
  const spliced = isSpliced(written);
  const from = lines.startOfLine(line);
  const code = from + written.replace(spliced ? /[ \t]*\\[ \t]*$/ : /[ \t]*$/, '').length;
  // A comment that is open at the end of the line would swallow the new one.
  const open = page.commentary.comments.find((candidate) => candidate.start < code && (candidate.end > code || (candidate.end === code && isLineComment(page, candidate))));
  if (open === undefined) return isInside(page, code) ? null : { start: code, end: code, text: ` ${comment(page, spliced)}` };
  return open.start < from ? null : { start: open.start, end: open.start, text: `${block(page)} ` };
}

function aboveFunction(page: Page, offset: number): TextEdit | null {
  const line = functionHead(page.text, page.commentary.code, page.lines, offset);
  return line === null ? null : aboveLine(page, line);
}

/** Below the comment that a file begins with, which is about its licence. */
function atTop(page: Page): TextEdit | null {
  const { text, lines } = page;
  let after = 0;
  for (const { start, end } of page.commentary.comments) {
    if (text.slice(after, start).trim() !== '' || lines.lineOf(end) >= TOP) break;
    after = end;
  }
  const line = after === 0 ? 1 : lines.lineOf(after) + 1;
  if (line > lines.lineCount) return { start: text.length, end: text.length, text: `${page.end}${comment(page, false)}` };
  // Code behind that comment on its line comes first.
  return aboveLine(page, text.slice(after, lines.startOfLine(line)).trim() === '' ? line : 1);
}

/** True in the middle of a comment or of a literal that goes on over lines. */
function isInside({ commentary, text, lines }: Page, offset: number): boolean {
  if (commentary.comments.some(({ start, end }) => start < offset && offset < end)) return true;
  const line = lines.lineOf(offset);
  const before = line > 1 ? lines.lineText(line - 1) : '';
  // A literal that a backslash carries over the line end is blank in `code` on both sides of it.
  return isSpliced(before) && offset < text.length && /["']/.test(before) && commentary.code.charAt(offset) === ' ' && text.charAt(offset) !== ' ' && text.charAt(offset) !== '\t' && !text.startsWith('/', offset);
}

const isLineComment = ({ text }: Page, { start }: Comment): boolean => text.startsWith('//', start);
