import { describe, expect, it } from 'vitest';
import { ForkedMap, ForkedSet } from '../../server/src/analysis/ownership/state/forked.ts';

describe('a forked map', () => {
  it('is written to without its forks seeing it, on either side', () => {
    const a = new ForkedMap<string, number>();
    a.set('x', 1);
    const b = a.fork();
    const c = b.fork();
    a.set('x', 2);
    b.set('y', 3);
    expect(c.delete('x')).toBe(true);
    expect([[...a], [...b], [...c]]).toEqual([[['x', 2]], [['x', 1], ['y', 3]], []]);
  });

  it('knows what was not written to since', () => {
    const a = new ForkedMap<string, number>();
    a.set('x', 1);
    const b = a.fork();
    expect(a.isFork(b)).toBe(true);
    expect(b.delete('z')).toBe(false);
    expect(a.isFork(b)).toBe(true);
    b.set('x', 1);
    expect(a.isFork(b)).toBe(false);
  });
});

describe('a forked set', () => {
  it('is written to without its forks seeing it', () => {
    const a = new ForkedSet<number>();
    a.add(1);
    const b = a.fork();
    b.add(2);
    a.delete(1);
    b.add(1);
    expect([[...a], [...b], a.size, b.has(2)]).toEqual([[], [1, 2], 0, true]);
    b.clear();
    expect(b.size).toBe(0);
  });
});
