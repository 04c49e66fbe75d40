import { harmless } from './harmless.ts';
import { charWidth } from './width.ts';

/** A line of source as it is displayed: tabs expanded, cut to a width around what matters. */
export interface ShownLine {
  readonly text: string;
  /** Display column (0-based) of a UTF-16 offset in the original line, held within what is shown. */
  columnOf(offset: number): number;
}

const TAB = '    ';
/** Columns kept before the first mark of a line that is cut on the left. */
const LEAD = 20;
/** UTF-16 units looked at around the first mark; a line may be a megabyte long. */
const WINDOW = 2000;

/**
 * Lays out a line in at most `width` columns so that it shows the text from offset `from` to `to` (or as much of it as fits).
 * Time does not depend on the length of the line.
 */
export function layoutLine(line: string, width: number, from: number, to: number): ShownLine {
  const begin = boundary(line, Math.max(0, from - WINDOW / 2));
  const end = boundary(line, Math.min(line.length, from + WINDOW));
  const cells: { offset: number; text: string; width: number }[] = [];
  let column = 0;
  let fromColumn = 0;
  let toColumn = -1;
  for (let offset = begin; offset < end;) {
    const char = String.fromCodePoint(line.codePointAt(offset) ?? 0xfffd);
    const text = char === '\t' ? TAB : harmless(char);
    if (offset <= from) fromColumn = column;
    cells.push({ offset, text, width: char === '\t' ? TAB.length : charWidth(text) });
    column += char === '\t' ? TAB.length : charWidth(text);
    offset += char.length;
    if (toColumn < 0 && offset >= to) toColumn = column;
  }
  const total = column;
  if (toColumn < 0) toColumn = total;
  // Columns of the window that is shown; the ellipses stand inside it.
  const whole = begin === 0 && end === line.length && total <= width;
  const fitsFromStart = begin === 0 && toColumn < width;
  const left = whole || fitsFromStart || fromColumn <= LEAD + 1 ? 0 : fromColumn - LEAD;
  const cutLeft = left > 0 || begin > 0;
  const room = width - (cutLeft ? 1 : 0);
  const cutRight = end < line.length || total - left > room;
  const right = cutRight ? Math.min(total, left + room - 1) : total;
  let shown = cutLeft ? '…' : '';
  const columns = new Map<number, number>();
  let at = 0;
  let out = cutLeft ? 1 : 0;
  for (const cell of cells) {
    const visible = at >= left && at + cell.width <= right;
    columns.set(cell.offset, out);
    if (visible) {
      shown += cell.text;
      out += cell.width;
    }
    at += cell.width;
  }
  const last = out;
  if (cutRight) shown += '…';
  return {
    text: cutRight ? shown : shown.trimEnd(),
    columnOf: (offset) => {
      if (offset >= end) return last;
      return columns.get(offset) ?? columns.get(offset - 1) ?? (offset < begin ? 0 : last);
    },
  };
}

/** Moves an offset off the middle of a surrogate pair. */
function boundary(line: string, offset: number): number {
  const code = line.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff && offset > 0 ? offset - 1 : offset;
}
