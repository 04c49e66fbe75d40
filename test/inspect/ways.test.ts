import { describe, expect, it } from 'vitest';
import { append, type Event } from '../../server/src/analysis/ownership/state/event.ts';
import { Ways } from '../../server/src/analysis/verdict/inspect/ways.ts';

const file = { path: 'a.c', text: 'if (a) if (b) f(s)' };

/** A path with these decisions, oldest first: `a+` is `a` found true, `b-` is `b` found false. */
function path(...decisions: readonly string[]): Event | null {
  return decisions.reduce<Event | null>((previous, decision) => {
    const start = file.text.indexOf(`(${decision.slice(0, 1)})`) + 1;
    const range = { start, end: start + 1 };
    return append(previous, { kind: 'branch', file, range, statement: range, message: decision.endsWith('+') ? 'true' : 'false', about: [], inner: [] });
  }, null);
}

function conditions(...paths: readonly (readonly [string, Event | null])[]): string[] {
  const ways = new Ways();
  for (const [state, trace] of paths) ways.add(state, trace);
  return ways.states().map(({ state, condition }) => `${state}: ${condition}`);
}

describe('the condition of a state', () => {
  it('is the last decision that parts it from the others', () => {
    expect(conditions(['x', path('a+', 'b+')], ['y', path('a+', 'b-')])).toEqual(['x: `b` is true', 'y: `b` is false']);
    expect(conditions(['x', path('a+', 'b+')], ['y', path('a-', 'b+')])).toEqual(['x: `a` is true', 'y: `a` is false']);
  });

  it('is shared by all paths to the state', () => {
    expect(conditions(['x', path('a+', 'b+')], ['x', path('a+', 'b-')], ['y', path('a-')])).toEqual(['x: `a` is true', 'y: `a` is false']);
    expect(conditions(['x', path('a+')], ['x', path('b-')], ['y', path('a-')])).toEqual(['x: ', 'y: `a` is false']);
  });

  it('is not given where there is one state only', () => {
    expect(conditions(['x', path('a+')], ['x', path('a+', 'b+')])).toEqual(['x: ']);
  });
});
