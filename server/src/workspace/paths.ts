import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';

/** A path with `/` as separator, also on Windows. */
export const slashed = (path: string): string => (sep === '/' ? path : path.replaceAll(sep, '/'));

/** Absolute path with links resolved as far as the path exists, `/` separators. */
export function real(path: string): string {
  try {
    return slashed(realpathSync.native(path));
  } catch {
    return slashed(resolve(path));
  }
}

/**
 * What a path leads to, links followed: `other` is a pipe, a device, a socket. Or the code of the error when that cannot be said
 * (`ENOENT`, `ELOOP`, `EACCES`). Never throws.
 */
export function look(path: string): { readonly kind: 'file' | 'folder' | 'other' } | { readonly code: string } {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return { code: 'ENOENT' };
    return { kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other' };
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code ?? 'unknown error' };
  }
}

/** Whether a path leads to a file that has an end: reading a pipe may wait for ever. */
export function isRegularFile(path: string): boolean {
  const found = look(path);
  return 'kind' in found && found.kind === 'file';
}

/** Whether a path leads to a folder, links followed. */
export function isFolder(path: string): boolean {
  const found = look(path);
  return 'kind' in found && found.kind === 'folder';
}

/** `path` relative to `base`, both absolute with `/`; `.` when they are equal, `../x` when it lies outside. */
export function relativeTo(base: string, path: string): string {
  const folder = base.endsWith('/') ? base : `${base}/`;
  if (path.startsWith(folder)) return path.slice(folder.length);
  return slashed(relative(base, path)) || '.';
}

/** Whether `path` is `folder` or below it, both with `/`. */
export const isWithin = (folder: string, path: string): boolean => path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

export const parentOf = (path: string): string => slashed(dirname(path));

/** The nearest folder at or above `directory` that holds `.git`, or null. */
export function gitTop(directory: string): string | null {
  for (let at = directory; ; at = parentOf(at)) {
    if (existsSync(`${at}/.git`)) return at;
    if (parentOf(at) === at) return null;
  }
}
