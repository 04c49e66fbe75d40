import type { LineTable } from '../code/position.ts';
import type { TextRange } from './finding.ts';

/** Offsets of a text as a range with lines and columns. */
export function rangeOf(lines: LineTable, start: number, end: number): TextRange {
  const startLine = lines.lineOf(start);
  const endLine = lines.lineOf(end);
  return {
    start, end, startLine, endLine,
    startColumn: start - lines.startOfLine(startLine) + 1,
    endColumn: end - lines.startOfLine(endLine) + 1,
  };
}
