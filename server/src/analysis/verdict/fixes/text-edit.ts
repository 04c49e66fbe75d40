/** One change of a text, in its own offsets; an insertion has `start === end`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The changed text, null when two edits overlap. Insertions at one place go in as listed. O(edits log edits + text). */
export function applyEdits(text: string, edits: readonly TextEdit[]): string | null {
  const parts: string[] = [];
  let at = 0;
  for (const edit of inOrder(edits)) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length) return null;
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** Where what stood at `offset` stands after the edits; what was removed counts as standing where it was. */
export function moved(offset: number, edits: readonly TextEdit[]): number {
  let by = 0;
  for (const edit of inOrder(edits)) {
    if (edit.end <= offset) by += edit.text.length - (edit.end - edit.start);
    else if (edit.start < offset) return edit.start + by;
  }
  return offset + by;
}

/** Where what stands at `offset` after the edits stood before them; null inside a text that they put in. */
export function unmoved(offset: number, edits: readonly TextEdit[]): number | null {
  let by = 0;
  for (const edit of inOrder(edits)) {
    const start = edit.start + by;
    if (offset < start || (offset === start && edit.text !== '')) break;
    if (offset < start + edit.text.length) return null;
    by += edit.text.length - (edit.end - edit.start);
  }
  return offset - by;
}

function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return edits.map((edit, i) => ({ edit, i })).sort((a, b) => a.edit.start - b.edit.start || a.i - b.i).map(({ edit }) => edit);
}
