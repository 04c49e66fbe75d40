import { existsSync } from 'node:fs';
import { isWithin, parentOf, real, relativeTo } from '../paths.ts';

/** Whether a name is a path and not a URI. A drive is a single letter, a scheme is longer. */
export const isFile = (name: string): boolean => name.startsWith('/') || /^[A-Za-z]:\//.test(name);

/** Where a file is, which need not exist. `place` resolves the links in its folder, `path` also the file itself. Both absolute. */
export function located(name: string): { path: string; place: string } {
  const place = inside(realFolder(parentOf(name)), name);
  return { path: existsSync(place) ? real(place) : place, place };
}

/** A folder with links resolved as far as it exists. */
function realFolder(folder: string): string {
  if (existsSync(folder) || parentOf(folder) === folder) return real(folder);
  return inside(realFolder(parentOf(folder)), folder);
}

const inside = (folder: string, name: string): string => `${folder.endsWith('/') ? folder : `${folder}/`}${name.slice(name.lastIndexOf('/') + 1)}`;

/**
 * `base` as somebody would name it who calls the folder `actual` (links resolved) `given`: the same number of levels above, or below.
 * `base` itself where that cannot be said.
 */
export function namedLike(given: string, actual: string, base: string): string {
  if (given === actual) return base;
  if (isWithin(actual, base)) return given + base.slice(actual.length);
  const below = `/${relativeTo(base, actual)}`;
  return isWithin(base, actual) && given.endsWith(below) ? given.slice(0, -below.length) : base;
}
