import type { Problem, ProblemKind } from '../state/problem.ts';

/**
 * A program may let one place keep a reference that another drops. The new-session callback answers 1 and stores nothing,
 * and the remove-session callback releases its argument, or the code that made the connection releases the session it got
 * from there a second time. Each alone is wrong, both together balance. Where one folder has both callbacks, or one file
 * both the callback and the release, neither is reported. In `unread` files, where some function could not be read, that
 * function may be the other half. O(problems).
 */
export function withoutPairs(problems: readonly Problem[], unread: ReadonlySet<string>): Problem[] {
  // 'extra': the callback added a reference itself; what is left over then is not the one it was given.
  const places = (of: (problem: Problem) => string, kinds: readonly ProblemKind[]): Set<string> =>
    new Set(problems.filter((p) => kinds.includes(p.kind) && p.detail !== 'extra').map(of));
  const keptFolders = places(folder, ['callback-not-kept']);
  const lentFolders = places(folder, ['release-of-lent']);
  const keptFiles = places(file, ['callback-not-kept']);
  const overFiles = places(file, OVER_RELEASES);
  return problems.filter((problem) => {
    switch (problem.kind) {
      case 'callback-not-kept': return problem.detail === 'extra' || !lentFolders.has(folder(problem)) && !overFiles.has(file(problem)) && !unread.has(file(problem));
      case 'release-of-lent': return problem.rule === undefined || !keptFolders.has(folder(problem));
      case 'release-twice': case 'release-of-borrowed': return !keptFiles.has(file(problem));
      default: return true;
    }
  });
}

const OVER_RELEASES: readonly ProblemKind[] = ['release-twice', 'release-of-borrowed'];

function file(problem: Problem): string { return problem.file.path; }

function folder(problem: Problem): string { return problem.file.path.slice(0, problem.file.path.lastIndexOf('/') + 1); }
