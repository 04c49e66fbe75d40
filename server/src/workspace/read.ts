import { closeSync, openSync, readSync } from 'node:fs';
import { decode, isUtf16 } from './decode.ts';
import { HintSearch } from './hint-search.ts';

/** A file that was read: its text, null when nothing in it is of interest, or why it was not read. */
export type ReadResult = { readonly text: string | null } | { readonly incomplete: string } | { readonly unreadable: string };

const NOTHING: ReadResult = { text: null };
/** Short reads end at a page; a regular file whose length is no multiple of this has been read to its end. */
const PAGE = 4096;
/** Bytes kept of one piece of a too large file, so that a hint across two pieces is seen. */
const OVERLAP = 256;

/**
 * Reads files one after the other through one buffer and keeps only the text of those that contain one of the hints, so that memory
 * does not grow with the tree. Equal texts are kept once (vendored copies).
 */
export class SourceReader {
  readonly #buffer: Buffer;
  readonly #hints: HintSearch;
  readonly #kept = new Map<string, string>();

  /** `hints`: each file of interest contains one of these; an empty list keeps every file. `maxFileSize` in bytes. */
  constructor(hints: readonly string[], readonly maxFileSize: number) {
    this.#buffer = Buffer.allocUnsafeSlow(Math.max(maxFileSize + 1, 4 * OVERLAP));
    this.#hints = new HintSearch(hints);
  }

  /** Reads one file; `isRegular` is false for pipes, which give their bytes in pieces. Never throws. */
  read(path: string, isRegular: boolean): ReadResult {
    try {
      const file = openSync(path, 'r');
      try {
        return this.#read(file, isRegular);
      } finally {
        closeSync(file);
      }
    } catch (error) {
      return { unreadable: (error as NodeJS.ErrnoException).code ?? 'unknown error' };
    }
  }

  #read(file: number, isRegular: boolean): ReadResult {
    let length = this.#fill(file, 0, isRegular);
    let bytes = this.#buffer.subarray(0, length);
    if (isUtf16(bytes)) return { incomplete: 'not text in UTF-8: it begins like UTF-16' };
    if (length > this.maxFileSize) {
      // A large file in which nothing is of interest is not worth a word. What is no file may have no end.
      while (isRegular && !this.#hints.foundIn(bytes)) {
        if (length < this.#buffer.length) return NOTHING;
        this.#buffer.copy(this.#buffer, 0, length - OVERLAP, length);
        length = this.#fill(file, OVERLAP, isRegular);
        bytes = this.#buffer.subarray(0, length);
      }
      return tooLarge(this.maxFileSize);
    }
    if (!this.#hints.foundIn(bytes)) return NOTHING;
    const decoded = decode(bytes);
    if ('reason' in decoded) return { incomplete: decoded.reason };
    const known = this.#kept.get(decoded.text);
    if (known !== undefined) return { text: known };
    this.#kept.set(decoded.text, decoded.text);
    return decoded;
  }

  /** Fills the buffer from `start` and returns how many bytes it holds then. */
  #fill(file: number, start: number, isRegular: boolean): number {
    let length = start;
    while (length < this.#buffer.length) {
      const count = readSync(file, this.#buffer, length, this.#buffer.length - length, null);
      length += count;
      if (count === 0 || (isRegular && count % PAGE !== 0)) break;
    }
    return length;
  }
}

/** What reading a file says that holds `text`: for a text that is not on disk. */
export function readText(text: string, hints: readonly string[], maxFileSize: number): ReadResult {
  if (hints.length > 0 && !hints.some((hint) => text.includes(hint))) return NOTHING;
  // A unit of a text is up to three bytes.
  if (text.length * 3 > maxFileSize && Buffer.byteLength(text) > maxFileSize) return tooLarge(maxFileSize);
  return text.includes('\0') ? { incomplete: 'not text: it holds a NUL byte' } : { text };
}

const tooLarge = (bytes: number): ReadResult => ({ incomplete: `larger than ${shownSize(bytes)} (see --max-file-size, or limits.maxFileSize in the configuration)` });

const shownSize = (bytes: number): string =>
  bytes % (1 << 20) === 0 ? `${bytes >> 20} MiB` : bytes % (1 << 10) === 0 ? `${bytes >> 10} KiB` : `${bytes} bytes`;
