import { readFileSync } from 'node:fs';
import { gitTop, isRegularFile, relativeTo } from './paths.ts';

/** The `.gitignore` files in force in one folder, innermost first. */
export interface IgnoreScope {
  readonly directory: string;
  readonly outer: IgnoreScope | null;
  readonly rules: { test(path: string): { ignored: boolean; unignored: boolean } };
}

/**
 * Adds the ignore file of `directory` (its `.gitignore`, or another file such as `.git/info/exclude`) to what is in force.
 * An unreadable one counts as empty. The library is loaded on first use only.
 */
export async function withIgnoreFile(outer: IgnoreScope | null, directory: string, file: string): Promise<IgnoreScope | null> {
  if (!isRegularFile(file)) return outer;
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return outer;
  }
  if (!/^[^#\s]/m.test(text)) return outer;
  const { default: ignore } = await import('ignore');
  return { directory, outer, rules: ignore({ allowRelativePaths: true }).add(text) };
}

/** What is in force above a folder (absolute): the ignore files of the folders between it and the top of its git work tree, and `.git/info/exclude`. */
export async function ignoreFilesAbove(folder: string): Promise<IgnoreScope | null> {
  const git = gitTop(folder);
  if (git === null) return null;
  let scope = await withIgnoreFile(null, git, `${git}/.git/info/exclude`);
  let at = git;
  for (const part of relativeTo(git, folder).split('/').filter((name) => name !== '.')) {
    scope = await withIgnoreFile(scope, at, `${at}/.gitignore`);
    at = `${at}/${part}`;
  }
  return scope;
}

/** Whether git would ignore `path` (absolute); a folder is asked for with `isFolder`. The innermost file that has an opinion decides. */
export function isIgnored(scope: IgnoreScope | null, path: string, isFolder: boolean): boolean {
  for (let at = scope; at !== null; at = at.outer) {
    const answer = at.rules.test(relativeTo(at.directory, path) + (isFolder ? '/' : ''));
    if (answer.ignored) return true;
    if (answer.unignored) return false;
  }
  return false;
}
