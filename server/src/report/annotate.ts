/** An underlined place in one displayed line, in display columns, with what is said about it. */
export interface Mark {
  readonly start: number;
  /** Exclusive, greater than `start`. */
  readonly end: number;
  readonly isPrimary: boolean;
  readonly label: string;
  readonly text: string;
}

type Paint = (text: string, ink: 'primary' | 'secondary' | 'bold' | 'plain') => string;

/**
 * The rows under a line that underline its marks and say what they mean. Marks that do not overlap share the row of underlines; the
 * rightmost says its text at the end of it, the others below, hanging on a bar. Marks that overlap get rows of their own.
 */
export function annotate(marks: readonly Mark[], paint: Paint): string[] {
  const rows: string[] = [];
  let rest = [...marks].sort((a, b) => b.start - a.start || b.end - a.end || Number(b.isPrimary) - Number(a.isPrimary));
  while (rest.length > 0) {
    const group: Mark[] = [];
    const later: Mark[] = [];
    for (const mark of rest) {
      const neighbour = group.at(-1);
      if (neighbour === undefined || mark.end <= neighbour.start) group.push(mark);
      else later.push(mark);
    }
    rows.push(...annotateGroup(group, paint));
    rest = later;
  }
  return rows;
}

/** `marks` from right to left, none overlapping another. */
function annotateGroup(marks: readonly Mark[], paint: Paint): string[] {
  const [last] = marks;
  if (last === undefined) return [];
  const pieces = [...marks].reverse().map((mark) => ({ column: mark.start, width: mark.end - mark.start, text: underline(mark, paint) }));
  const rows = [`${place(pieces)} ${say(last, paint)}`];
  for (let i = 1; i < marks.length; i++) {
    const bars = marks.slice(i).reverse().map((mark) => ({ column: mark.start, width: 1, text: paint('|', ink(mark)) }));
    if (i === 1) rows.push(place(bars));
    const mark = marks[i];
    if (mark === undefined) break;
    const head = bars.slice(0, -1);
    rows.push(place([...head, { column: mark.start, width: 0, text: say(mark, paint) }]));
  }
  return rows;
}

const ink = (mark: Mark): 'primary' | 'secondary' => (mark.isPrimary ? 'primary' : 'secondary');
const underline = (mark: Mark, paint: Paint): string => paint((mark.isPrimary ? '^' : '-').repeat(mark.end - mark.start), ink(mark));
const say = (mark: Mark, paint: Paint): string => `${paint(mark.label, 'bold')}${mark.text}`;

/** Puts pieces of known display width at their columns. */
function place(pieces: readonly { column: number; width: number; text: string }[]): string {
  let row = '';
  let at = 0;
  for (const piece of pieces) {
    row += ' '.repeat(Math.max(0, piece.column - at)) + piece.text;
    at = piece.column + piece.width;
  }
  return row;
}
