import { isPlainName, suggest, textOf, type Candidate, type Derivation } from './derivation.ts';
import { beforeStatement } from './release.ts';
import type { TextEdit } from './text-edit.ts';

/** Calls the function that gives a reference where the code borrowed one. */
export function ownInstead(derivation: Derivation): Candidate[] {
  const twin = sourceOf(derivation)?.owningTwin;
  return twin === undefined ? [] : suggest(`Take a reference with ${twin}()`, renamed(derivation, twin)).map((candidate) => ({ ...candidate, owes: true }));
}

/** The same where the borrow is stored in a field that owns what it holds: what it held before is released. */
export function ownAndReplace(derivation: Derivation): Candidate[] {
  const { problem } = derivation;
  if (!isPlainName(problem.name)) return [];
  const before = beforeStatement(derivation, problem.statement, problem.name);
  if (before === null) return [];
  return ownInstead(derivation).flatMap(({ title, edits }) => suggest(`${title} and free what '${problem.name}' held`, [...before, ...edits]));
}

/** Calls the function that only lends where nothing needs a reference. */
export function borrowInstead(derivation: Derivation): Candidate[] {
  const twin = sourceOf(derivation)?.borrowingTwin;
  return twin === undefined ? [] : suggest(`Only borrow it with ${twin}()`, renamed(derivation, twin));
}

function sourceOf({ problem, modelOf }: Derivation): ReturnType<Derivation['modelOf']> {
  const source = problem.account?.source ?? '';
  return source === '' ? undefined : modelOf(source);
}

/** The call that the value came from, when it stands in this function under the library's own name. */
function renamed(derivation: Derivation, name: string): TextEdit[] | null {
  const { account } = derivation.problem;
  if (account === null || account.origin === null || account.origin.file !== derivation.file) return null;
  const { range } = account.origin;
  const text = textOf(derivation, range);
  const written = /^\w+(?=\s*\()/.exec(text)?.[0];
  return written === account.source ? [{ start: range.start, end: range.start + written.length, text: name }] : null;
}
