/** The part of `node:path` that the analysis uses, for paths with `/`. */

export const sep = '/';

/** Absolute path without `.` and `..`; a path that is not absolute begins at the root. */
export function resolve(...paths: readonly string[]): string {
  const parts: string[] = [];
  for (const path of paths) {
    if (path.startsWith('/')) parts.length = 0;
    for (const part of path.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    }
  }
  return `/${parts.join('/')}`;
}

export function dirname(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  const slash = trimmed.lastIndexOf('/');
  if (slash < 0) return path.startsWith('/') ? '/' : '.';
  return slash === 0 ? '/' : trimmed.slice(0, slash);
}

export function relative(from: string, to: string): string {
  const start = resolve(from).split('/').filter((part) => part !== '');
  const end = resolve(to).split('/').filter((part) => part !== '');
  let same = 0;
  while (same < start.length && same < end.length && start[same] === end[same]) same++;
  return [...start.slice(same).map(() => '..'), ...end.slice(same)].join('/');
}
