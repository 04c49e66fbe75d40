import type { FieldEvent } from '../state/field-events.ts';
import type { Problem } from '../state/problem.ts';
import { fieldOf } from './handovers.ts';

/**
 * Leaves out borrows that say what they are: `c->sess = SSL_get_session(c->ssl); c->owned = 0;` where whoever releases `c->sess` asks
 * `c->owned` before. O(problems + events).
 */
export function withoutMarked(problems: readonly Problem[], events: readonly FieldEvent[]): readonly Problem[] {
  const asked = new Map<string, Set<string>>();
  for (const event of events) {
    if (event.asked.length === 0) continue;
    const known = asked.get(event.field) ?? new Set<string>();
    for (const name of event.asked) known.add(name);
    asked.set(event.field, known);
  }
  return problems.filter((problem) => problem.kind !== 'borrow-stored' || !(problem.marked ?? []).some((name) => asked.get(fieldOf(problem.name))?.has(name) === true));
}
