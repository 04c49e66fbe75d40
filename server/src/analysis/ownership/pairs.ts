import type { Problem } from './problem.ts';

/**
 * A program may let one callback keep a reference that the other drops: the new-session callback answers 1 and stores
 * nothing, the remove-session callback releases its argument. Each alone is wrong, both together balance as long as every
 * session that is removed was new before. Where one folder has both, neither is reported. O(problems).
 */
export function withoutPairs(problems: readonly Problem[]): Problem[] {
  const foldersOf = (kind: Problem['kind']): Set<string> => new Set(problems.filter((p) => p.kind === kind && p.rule !== undefined).map((p) => folder(p)));
  const kept = foldersOf('callback-not-kept');
  const dropped = foldersOf('release-of-lent');
  return problems.filter((problem) => {
    const half = problem.kind === 'callback-not-kept' || problem.kind === 'release-of-lent';
    return !half || problem.rule === undefined || !(kept.has(folder(problem)) && dropped.has(folder(problem)));
  });
}

function folder(problem: Problem): string { return problem.file.path.slice(0, problem.file.path.lastIndexOf('/') + 1); }
