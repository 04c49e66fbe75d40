import { isWithin, relativeTo } from './paths.ts';

/** One glob and where it was written (`.ssl-lint.json:5`, `--exclude`). */
export interface Pattern {
  readonly glob: string;
  readonly origin: string;
}

/** Compiled globs; says which one a path matches first. */
export interface Globs {
  /** `path` is absolute with `/`. */
  match(path: string): Pattern | null;
}

/**
 * Compiles globs that are relative to `directory` (absolute, with `/`), or absolute paths below it. A glob also matches everything below
 * what it names, and one that names `directory` itself matches nothing. One without `/` matches at any depth: `generated` covers
 * `a/generated/b.c`, `/generated` and `./generated` do not. The matcher is loaded only when there is a glob to compile.
 */
export async function compileGlobs(patterns: readonly Pattern[], directory: string): Promise<Globs> {
  if (patterns.length === 0) return { match: () => null };
  const { default: picomatch } = await import('picomatch');
  const compiled = patterns.map((pattern) => {
    const tidy = pattern.glob.replace(/\/{2,}/g, '/').replace(/\/$/, '');
    const glob = (isWithin(directory, tidy) ? tidy.slice(directory.length) : tidy).replace(/^\.?\//, '');
    if (glob === '') return { pattern, test: () => false };
    const placed = tidy.includes('/') ? glob : `**/${glob}`;
    return { pattern, test: picomatch([placed, `${placed}/**`], { dot: true }) };
  });
  return {
    match(path) {
      const name = relativeTo(directory, path);
      return compiled.find(({ test }) => test(name))?.pattern ?? null;
    },
  };
}

export const isGlob = (text: string): boolean => /[*?[\]{}]/.test(text);

/** Where to begin looking for a glob, and the glob as it is seen from there. The folder is absolute or as the glob is relative. */
export function splitGlob(glob: string): { folder: string; rest: string } {
  const slash = glob.lastIndexOf('/', glob.search(/[*?[\]{}]/));
  if (slash < 0) return { folder: '.', rest: glob };
  return { folder: glob.slice(0, slash) || '/', rest: glob.slice(slash) };
}

/** Folders that are never entered unless the configuration says otherwise. */
const DEFAULT_EXCLUDE: readonly string[] = ['.git', 'node_modules', 'build*', 'out', '.cache'];

/** Whether a folder name is excluded by default. The same as DEFAULT_EXCLUDE, without a glob library on the common path. */
export function excludedByDefault(name: string): Pattern | null {
  const glob = name.startsWith('build') ? 'build*' : DEFAULT_EXCLUDE.includes(name) ? name : null;
  return glob === null ? null : { glob, origin: 'the defaults' };
}
