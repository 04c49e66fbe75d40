/**
 * Lines and columns of one text. A line ends at LF, CR LF, or a CR alone; lines and columns count from 1,
 * columns in UTF-16 units. Building is linear, a look-up is a binary search.
 */
export class LineTable {
  private readonly starts: Uint32Array;

  constructor(private readonly text: string) {
    const starts = [0];
    if (text.includes('\r')) {
      for (let i = 0; i < text.length; i++) {
        const c = text.charCodeAt(i);
        if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
      }
    } else {
      for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
    }
    this.starts = Uint32Array.from(starts);
  }

  /** Number of lines; a final line break opens one more, empty, line. */
  get lineCount(): number { return this.starts.length; }

  /** Line of an offset; offsets outside the text count as its first or last line. */
  lineOf(offset: number): number {
    let low = 0, high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= offset) low = middle; else high = middle - 1;
    }
    return low + 1;
  }

  /** Column of an offset within its line. */
  columnOf(offset: number): number {
    return offset - this.startOfLine(this.lineOf(offset)) + 1;
  }

  /** Offset of the first unit of a line; the end of the text for lines beyond the last. */
  startOfLine(line: number): number {
    return this.starts[Math.max(0, line - 1)] ?? this.text.length;
  }

  /** Text of a line without its line break; '' for lines that do not exist. */
  lineText(line: number): string {
    return this.text.slice(this.startOfLine(line), this.startOfLine(line + 1)).replace(/(?:\r\n|\n|\r)$/, '');
  }
}
