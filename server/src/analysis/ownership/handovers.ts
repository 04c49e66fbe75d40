import type { FieldEvent } from './fields.ts';
import type { Problem } from './problem.ts';

/**
 * `*copy = 0; return saved;` hands over what a global or member keeps. Where sessions are stored in it, not as borrows, and nothing
 * else ever releases it, the hand-over may well be the release: such a finding is doubted. O(problems + events).
 */
export function doubtHandovers(problems: readonly Problem[], events: readonly FieldEvent[]): Problem[] {
  const kinds = new Map<string, Set<FieldEvent['kind']>>();
  for (const event of events) {
    const known = kinds.get(event.field);
    if (known === undefined) kinds.set(event.field, new Set([event.kind]));
    else known.add(event.kind);
  }
  return problems.map((problem) => {
    if (problem.kind !== 'flag-borrowed-given' || (problem.account !== null && problem.account.provenance !== 'incoming')) return problem;
    const seen = kinds.get(fieldOf(problem.holder));
    const written = seen?.has('owned') === true || seen?.has('unknown') === true;
    const onlyHandedOver = written && seen?.has('release') !== true && seen?.has('borrowed') !== true;
    return onlyHandedOver ? { ...problem, doubts: [...problem.doubts, 'nobody-else-releases'] } : problem;
  });
}

function fieldOf(name: string): string {
  const member = /(?:->|\.)(\w+)$/.exec(name)?.[1];
  return member === undefined ? name : `.${member}`;
}
