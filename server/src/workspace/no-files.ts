import type { Discovery } from './discover.ts';
import { UsageError } from './usage-error.ts';

/** The error for a run that found no file to check: says what was left out, and by what. */
export function noFiles(paths: readonly string[], found: Discovery): UsageError {
  const left = [...leftOut(found), ...found.skipped.filter(({ pattern }) => pattern === null).map(({ path, reason }) => `${path.slice(path.lastIndexOf('/') + 1)}: ${reason}`).slice(0, 3)];
  const detail = left.length === 0 ? '' : ` (${left.join(', ')})`;
  const named = (paths.length === 0 ? ['.'] : paths.slice(0, 3)).map((path) => `'${path}'`).join(', ');
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : '';
  return new UsageError(`no files to check in ${named}${more}${detail}`, `run 'ssl-lint --show-files ${paths[0] ?? '.'}', or pass --no-error-on-unmatched`);
}

/** `12 files and 1 folder excluded by .ssl-lint.json:4`, one for each place that says so. */
export function leftOut(found: Discovery): string[] {
  return [...found.left].map(([origin, { files, folders }]) => {
    const counts = [count(files, 'file'), count(folders, 'folder')].filter((text) => text !== '');
    return `${counts.join(' and ')} excluded by ${origin}`;
  });
}

const count = (n: number, word: string): string => (n === 0 ? '' : `${n} ${word}${n === 1 ? '' : 's'}`);
