import type { Position, Range } from 'vscode-languageserver';
import type { TextRange } from '../../analysis/verdict/finding.ts';
import { LineTable } from '../../analysis/code/position.ts';

/** In what a client counts the characters of a line. */
export type Encoding = 'utf-16' | 'utf-8';

/** The first of the client's encodings that the server has; UTF-16 when it names none. */
export function chooseEncoding(offered: readonly string[] | undefined): Encoding {
  return offered?.find((name): name is Encoding => name === 'utf-8' || name === 'utf-16') ?? 'utf-16';
}

/** Bytes that `text` takes in UTF-8; half a surrogate pair takes three, as the replacement character does. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(i + 1))) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return bytes;
}

/** UTF-16 units of the longest beginning of `text` that takes at most `bytes` bytes in UTF-8. */
export function unitsOfBytes(text: string, bytes: number): number {
  let left = bytes;
  let i = 0;
  while (i < text.length && left > 0) {
    const pair = isHighSurrogate(text.charCodeAt(i)) && isLowSurrogate(text.charCodeAt(i + 1));
    const character = text.slice(i, i + (pair ? 2 : 1));
    left -= utf8Length(character);
    if (left < 0) break;
    i += character.length;
  }
  return i;
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** Positions of one text as the client counts them, and offsets (UTF-16) as the analysis does. Built when first needed, linear. */
export class Positions {
  #lines: LineTable | null = null;

  constructor(private readonly text: string, private readonly encoding: Encoding) {}

  get lines(): LineTable {
    return (this.#lines ??= new LineTable(this.text));
  }

  /** Offset of a position; a line past the end is the end of the text, a character past the end of its line the end of that line. */
  offset(position: Position): number {
    if (position.line < 0) return 0;
    if (position.line >= this.lines.lineCount) return this.text.length;
    const line = this.lines.lineText(position.line + 1);
    const character = Math.max(0, position.character);
    const units = this.encoding === 'utf-8' ? unitsOfBytes(line, character) : Math.min(character, line.length);
    return this.lines.startOfLine(position.line + 1) + units;
  }

  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.text.length));
    const line = this.lines.lineOf(at);
    return this.#client(line, at - this.lines.startOfLine(line));
  }

  between(start: number, end: number): Range {
    return { start: this.position(start), end: this.position(end) };
  }

  range(range: Omit<TextRange, 'start' | 'end'>): Range {
    return { start: this.#client(range.startLine, range.startColumn - 1), end: this.#client(range.endLine, range.endColumn - 1) };
  }

  /** `units` UTF-16 units into a line counted from 1. */
  #client(line: number, units: number): Position {
    if (this.encoding === 'utf-16') return { line: line - 1, character: units };
    return { line: line - 1, character: utf8Length(this.lines.lineText(line).slice(0, units)) };
  }
}
