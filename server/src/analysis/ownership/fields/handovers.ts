import type { FieldEvent } from '../state/field-events.ts';
import type { Problem } from '../state/problem.ts';

/**
 * `*copy = 0; return saved;` hands over what a global or member keeps. Where sessions are stored in it, not as borrows, and nothing
 * else ever releases it, the hand-over may well be the release: such a finding is doubted. O(events) for each such finding.
 */
export function doubtHandovers(problems: readonly Problem[], events: readonly FieldEvent[]): Problem[] {
  return problems.map((problem) => {
    if (problem.kind !== 'flag-borrowed-given' || (problem.account !== null && problem.account.provenance !== 'incoming')) return problem;
    const field = fieldOf(problem.holder);
    const own = events.filter((event) => event.field === field);
    // Two files may each have a static variable of this name.
    const here = field.startsWith('.') ? own : own.filter((event) => event.function.file === problem.file);
    const kinds = new Set((here.length > 0 ? here : own).map((event) => event.kind));
    const onlyHandedOver = (kinds.has('owned') || kinds.has('unknown')) && !kinds.has('release') && !kinds.has('borrowed');
    return onlyHandedOver ? { ...problem, doubts: [...problem.doubts, 'nobody-else-releases'] } : problem;
  });
}

/** The field or global that a finding names: `.sess` for `c->sess`. */
export function fieldOf(name: string): string {
  const member = /(?:->|\.)(\w+)$/.exec(name)?.[1];
  return member === undefined ? name : `.${member}`;
}
