/** A function of the project under one name in one file. */
export interface Definition {
  readonly name: string;
  readonly path: string;
  readonly isStatic: boolean;
}

/**
 * Which definitions a name can mean in a file: the file's own; else the external ones that share the longest leading
 * path with it, so that two copies of a program in one tree do not see each other.
 */
export function candidates<T extends Definition>(all: readonly T[], from: string): readonly T[] {
  const own = all.filter((definition) => definition.path === from);
  if (own.length > 0) return own;
  let best: T[] = [];
  let longest = -1;
  for (const definition of all) {
    if (definition.isStatic && !definition.path.endsWith('.h')) continue;
    const shared = sharedFolders(definition.path, from);
    if (shared > longest) { longest = shared; best = [definition]; }
    else if (shared === longest) best.push(definition);
  }
  return best;
}

function sharedFolders(a: string, b: string): number {
  const x = a.split('/');
  const y = b.split('/');
  let n = 0;
  while (n < x.length - 1 && n < y.length - 1 && x[n] === y[n]) n++;
  return n;
}
