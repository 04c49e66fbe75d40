import type { LineTable } from '../../analysis/code/position.ts';
import { functionAfter } from '../../analysis/verdict/function-after.ts';

/**
 * The line that the function around `offset` begins with: below its own comment and below directives, at the type of its result. Null
 * when no function is there. `code` is the text with comments and literals blank. Linear.
 */
export function functionHead(text: string, code: string, lines: LineTable, offset: number): number | null {
  let found = functionAfter(code, 0);
  while (found !== null && found.end <= offset) found = functionAfter(code, found.end);
  if (found === null || found.start > offset) return null;
  const { start, end } = found;
  const brace = code.indexOf('{', start);
  const begins = beginnings(text, code, lines, start, brace);
  // `MODULE_LICENSE("MIT")` has no `;` and reads like the begin of the function below it.
  const own = begins.findLast((line) => code.slice(lines.startOfLine(line), brace).includes('(') && functionAfter(code, lines.startOfLine(line))?.end === end);
  return own ?? lines.lineOf(start);
}

/** First lines of pieces of code before the brace, which blank lines and directives separate. */
function beginnings(text: string, code: string, lines: LineTable, start: number, brace: number): number[] {
  const found: number[] = [];
  let parentheses = 0;
  let isBegun = false;
  let isDirective = false;
  for (let line = lines.lineOf(start); line <= lines.lineOf(brace); line++) {
    const [from, to] = [lines.startOfLine(line), Math.min(lines.startOfLine(line + 1), brace)];
    const written = code.slice(from, to);
    const goesOn: boolean = isDirective && /\\\s*$/.test(lines.lineText(line - 1));
    isDirective = goesOn || /^\s*#/.test(written);
    if (isDirective || text.slice(from, to).trim() === '') {
      // Parameters may differ by `#if`, and so may the whole head: it begins with the first of them.
      if (parentheses === 0 && !/^\s*#\s*el/.test(written)) isBegun = false;
      continue;
    }
    if (written.trim() === '') continue;
    if (!isBegun) found.push(line);
    isBegun = true;
    for (const letter of written) parentheses += letter === '(' ? 1 : letter === ')' ? -1 : 0;
  }
  return found;
}
