import type { Doubt } from '../ownership/state/account.ts';
import type { Problem } from '../ownership/state/problem.ts';
import type { Confidence } from './finding.ts';

/** Reasons that each leave little of a finding. */
const DECISIVE: ReadonlySet<Doubt> = new Set(['refused-reference', 'unresolved-status', 'nobody-else-releases', 'perhaps-left', 'perhaps-handed-over', 'released-sometimes', 'another-function-tests']);

/**
 * How sure a finding is, from its evidence alone: high when origin and disposal are known and nothing on the path was
 * judged by its name; medium when it rests on one inference; low when it rests on a habit that good code breaks.
 */
export function confidenceOf(problem: Problem): Confidence {
  // `SSL_SESSION_free(c->sess); LEAVE_IF(x);` leaves `c->sess` dangling whether the macro comes back or not.
  const isLeftBehind = problem.kind === 'field-left-dangling' || problem.detail.startsWith('left');
  const doubts = isLeftBehind ? problem.doubts.filter((doubt) => doubt !== 'perhaps-left') : problem.doubts;
  if (doubts.some((doubt) => DECISIVE.has(doubt))) return 'low';
  switch (problem.kind) {
    case 'unchecked-null-argument': return 'low';
    case 'set-after-handshake': return problem.detail === 'over' ? 'medium' : 'low';
    case 'leak': case 'result-dropped':
      if (problem.detail === 'main') return 'low';
      break;
    // A global that is set again before it is used; a member is more often reached by the next cleanup.
    // Parked in a member while something else runs, it may be cleared again where nobody sees it.
    case 'callback-stored-without-reference':
      if (problem.detail === 'member') return 'medium';
      break;
    // `s = find(id); SSL_SESSION_up_ref(s); *copy = 1; return s;`: the reference was added here, whatever else is not known of the session.
    case 'flag-owned-kept':
      if (doubts.length > 1 && !problem.detail.endsWith(' unwritten')) return 'medium';
      break;
    case 'use-after-release':
      if (problem.detail === 'left in global') return 'low';
      if (problem.detail === 'left') return 'medium';
      break;
    case 'reuse-of-object':
      if (problem.detail === 'maybe') return 'low';
      break;
    case 'mutation-of-shared': return problem.detail === 'frees' ? 'medium' : 'low';
    case 'field-never-released': return problem.detail === 'main' ? 'low' : 'medium';
    case 'field-left-dangling': return problem.detail === 'alive' ? 'medium' : 'low';
    case 'field-overwritten': return problem.detail === 'present' ? 'medium' : 'low';
    case 'callback-overwrites': return problem.detail === 'same' ? 'medium' : 'low';
    case 'borrow-stored': case 'flag-not-written': case 'callback-answers-differ': case 'two-contexts': case 'mixed-results':
    case 'field-released-borrow': case 'owner-freed-without-release':
    case 'slot-without-free-hook': case 'slot-without-duplicate-hook': case 'reentry': case 'differs':
      return 'medium';
    case 'use-after-owner':
      if (problem.detail === 'left in global') return 'low';
      if (problem.account?.perhaps === true || problem.detail === 'left') return 'medium';
      break;
    default: break;
  }
  return doubts.length === 0 ? 'high' : doubts.length <= 1 ? 'medium' : doubts.includes('seen-by-unknown') && doubts.includes('incoming-count') ? 'low' : 'medium';
}
