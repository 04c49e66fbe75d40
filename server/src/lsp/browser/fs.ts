import { Buffer } from './buffer.ts';
import type { Bytes } from './buffer.ts';
import { entriesOf, textOf } from './files.ts';

/** The part of `node:fs` that the analysis uses, over the files that the client sent. */

interface Stats { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }
interface Entry extends Stats { readonly name: string }

const stats = (isFile: boolean): Stats => ({ isFile: () => isFile, isDirectory: () => !isFile, isSymbolicLink: () => false });

const missing = (path: string): Error => Object.assign(new Error(`ENOENT: no such file or directory, '${path}'`), { code: 'ENOENT' });

export const existsSync = (path: string): boolean => textOf(path) !== undefined || entriesOf(path) !== undefined;

/** Throws ENOENT like Node.js, unless `throwIfNoEntry` is false. */
export function statSync(path: string, options?: { readonly throwIfNoEntry?: boolean }): Stats | undefined {
  if (textOf(path) !== undefined) return stats(true);
  if (entriesOf(path) !== undefined) return stats(false);
  if (options?.throwIfNoEntry === false) return undefined;
  throw missing(path);
}

export function readdirSync(path: string, options?: { readonly withFileTypes?: boolean }): string[] | Entry[] {
  const names = entriesOf(path);
  if (names === undefined) throw missing(path);
  if (options?.withFileTypes !== true) return [...names];
  return [...names].map((name): Entry => ({ name, ...stats(textOf(`${path === '/' ? '' : path}/${name}`) !== undefined) }));
}

export function readFileSync(path: string, encoding?: string): string | Bytes {
  const text = textOf(path);
  if (text === undefined) throw missing(path);
  return encoding === undefined ? Buffer.from(text) : text;
}

/** There are no links. */
export function realpathSync(path: string): string {
  if (!existsSync(path)) throw missing(path);
  return path;
}
realpathSync.native = realpathSync;

const open = new Map<number, { readonly bytes: Bytes; at: number }>();
let last = 2;

export function openSync(path: string): number {
  open.set(++last, { bytes: readFileSync(path) as Bytes, at: 0 });
  return last;
}

export const closeSync = (file: number): void => {
  open.delete(file);
};

/** Reads on from where the last call ended. */
export function readSync(file: number, into: Uint8Array, offset: number, length: number): number {
  const from = open.get(file);
  if (from === undefined) throw Object.assign(new Error('EBADF: bad file descriptor'), { code: 'EBADF' });
  const piece = from.bytes.subarray(from.at, from.at + length);
  into.set(piece, offset);
  from.at += piece.length;
  return piece.length;
}
