import { relativeTo } from './paths.ts';

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
 * Compiles globs that are relative to `directory`. A glob also matches everything below what it names, and one without `/` matches
 * at any depth (`generated` covers `a/generated/b.c`). The matcher is loaded only when there is a glob to compile.
 */
export async function compileGlobs(patterns: readonly Pattern[], directory: string): Promise<Globs> {
  if (patterns.length === 0) return { match: () => null };
  const { default: picomatch } = await import('picomatch');
  const compiled = patterns.map((pattern) => {
    const glob = pattern.glob.replace(/^\.\//, '').replace(/\/+$/, '');
    const anywhere = glob.includes('/') ? glob : `**/${glob}`;
    return { pattern, test: picomatch([anywhere, `${anywhere}/**`], { dot: true }) };
  });
  return {
    match(path) {
      const name = relativeTo(directory, path);
      return compiled.find(({ test }) => test(name))?.pattern ?? null;
    },
  };
}

export const isGlob = (text: string): boolean => /[*?[\]{}]/.test(text);

/** The part of a glob before its first magic character, up to a `/`: where to begin looking. */
export function globFolder(glob: string): string {
  const magic = glob.search(/[*?[\]{}]/);
  const slash = glob.lastIndexOf('/', magic);
  return slash < 0 ? '.' : glob.slice(0, slash) || '/';
}

/** Folders that are never entered unless the configuration says otherwise. */
export const DEFAULT_EXCLUDE: readonly string[] = ['.git', 'node_modules', 'build*', 'out', '.cache'];

/** Whether a folder name is excluded by default. The same as DEFAULT_EXCLUDE, without a glob library on the common path. */
export function excludedByDefault(name: string): Pattern | null {
  const glob = name.startsWith('build') ? 'build*' : DEFAULT_EXCLUDE.includes(name) ? name : null;
  return glob === null ? null : { glob, origin: 'the defaults' };
}
