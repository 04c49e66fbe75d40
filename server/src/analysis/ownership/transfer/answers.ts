import type { Event } from '../state/event.ts';
import { excludes, factOf } from '../state/facts.ts';
import type { Account } from '../state/account.ts';
import type { Frame, Site } from '../state/frame.ts';
import type { Value } from '../state/value.ts';
import type { World } from '../state/world.ts';

/** One way out of a callback whose argument went to a function of the project before, which may or may not keep it. */
export interface Answer {
  readonly world: World;
  readonly site: Site;
  readonly value: Value;
  readonly account: Account;
  readonly name: string;
  readonly kept: boolean;
  readonly to: NonNullable<Account['surrendered']>;
}

/**
 * `if (cache_put(c, s) != 0) return 0; if (!SSL_SESSION_set_ex_data(s, 0, c)) return 0; return 1;`: whatever the function did with the
 * session, it did the same on two ways that part later, so one of two different answers is wrong. They part later when they
 * contradict each other in what only a later call of the library answered. O(answers^2), of which there are few.
 */
export function checkAnswers(frame: Frame, answers: readonly Answer[], rule: string): void {
  for (const answer of answers) {
    if (answer.kept || !answers.some((other) => other.kept && other.value === answer.value && other.to.event === answer.to.event && partLater(frame, answer, other))) continue;
    frame.report(answer.world, 'callback-answers-differ', answer.site, answer.value, answer.name, { account: answer.account, rule, callee: answer.to.callee });
  }
}

function partLater(frame: Frame, a: Answer, b: Answer): boolean {
  let later = false;
  for (const [value, fact] of a.world.facts) {
    const term = frame.table.term(value);
    const other = factOf(b.world.facts, frame.table, value);
    if (!excludes(fact, other) && !(term.kind === 'result' && b.world.facts.has(otherAnswer(frame, term)))) continue;
    if (value < a.to.values || term.kind !== 'result' || frame.environment.modelOf(term.callee) === undefined) return false;
    later = true;
  }
  return later;
}

/** Calls with effects that hang on their answer have two: the good one and the bad one. */
function otherAnswer(frame: Frame, { site, iteration, callee }: { readonly site: number; readonly iteration: string; readonly callee: string }): Value {
  return frame.table.result(site, iteration.endsWith('!') ? iteration.slice(0, -1) : `${iteration}!`, callee);
}

/** What is known of the argument of a callback when a function of the project has been given it. */
export function surrenderedTo(frame: Frame, event: Event, callee: string): NonNullable<Account['surrendered']> {
  return { event, callee, values: frame.table.size };
}

/** Other code may undo, or finish, what that function did. O(accounts) in a callback. */
export function loseSurrendered(frame: Frame, world: World): void {
  if (frame.role === null) return;
  for (const [value, account] of [...world.accounts]) if (account.surrendered !== null) world.accounts.set(value, { ...account, surrendered: null });
}
