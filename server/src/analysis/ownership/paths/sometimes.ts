import type { Role } from '../state/frame.ts';
import type { Problem } from '../state/problem.ts';
import type { World } from '../state/world.ts';

/**
 * `if (table_remove(all, s)) SSL_SESSION_free(s);` in a callback that a context lends its sessions to: what is released on some ways only may well be
 * the reference that came with the entry. O(problems x exits).
 */
export function doubtSometimes(problems: readonly Problem[], role: Role | null, exits: readonly { readonly world: World }[]): Problem[] {
  if (role?.contract.parameters.some((parameter) => parameter.role === 'context') !== true) return [...problems];
  return problems.map((problem) => {
    if (problem.kind !== 'release-of-lent') return problem;
    const [value] = problem.about;
    const leftAlone = exits.some(({ world }) => {
      const account = value === undefined ? undefined : world.accounts.get(value);
      return account !== undefined && account.provenance === 'lent' && account.state === 'live';
    });
    return leftAlone ? { ...problem, doubts: [...problem.doubts, 'released-sometimes' as const] } : problem;
  });
}
