import { describe, expect, it } from 'vitest';
import type { PathResult, PathStep } from '../../server/src/lsp/protocol.ts';
import { goTo, lineLabels, move, nest, numeral, open, refresh } from '../../client/src/path/state.ts';

const step = (line: number, message: string, more: Partial<PathStep> = {}): PathStep => ({
  uri: 'file:///a.c', range: { start: { line, character: 4 }, end: { line, character: 9 } }, message, kind: 'use', depth: 0, ...more,
});

const path = (...steps: PathStep[]): PathResult => ({ uri: 'file:///a.c', fingerprint: 'f', rule: 'leak', severity: 'warning', message: 'm', help: 'h', steps });

const three = path(step(1, 'taken'), step(3, 'called'), step(7, 'lost'));

describe('the active path', () => {
  it('opens at the finding, which is its last step', () => {
    expect(open(three)?.at).toBe(2);
  });

  it('is none without steps', () => {
    expect(open(path())).toBeNull();
    expect(refresh(open(three), path())).toBeNull();
  });

  it('goes round', () => {
    const at = [1, 1, 1, -1, -1].reduce<number[]>((seen, by) => [...seen, move({ path: three, at: seen.at(-1) ?? 2 }, by)?.at ?? -1], []);
    expect(at).toEqual([0, 1, 2, 1, 0]);
    expect(move(null, 1)).toBeNull();
  });

  it('goes to steps that exist only', () => {
    const active = open(three);
    expect(goTo(active, 0)?.at).toBe(0);
    for (const wrong of [-1, 3, 0.5, Number.NaN]) expect(goTo(active, wrong)).toBe(active);
  });

  it('keeps the step by its number when the path changes, and the finding when it was there', () => {
    const longer = path(...three.steps, step(9, 'more'));
    expect(refresh({ path: three, at: 1 }, longer)).toEqual({ path: longer, at: 1 });
    expect(refresh({ path: three, at: 2 }, longer)).toEqual({ path: longer, at: 3 });
    expect(refresh({ path: longer, at: 2 }, path(step(1, 'only')))?.at).toBe(0);
  });

  it('goes when the finding is gone', () => {
    expect(refresh(open(three), null)).toBeNull();
    expect(refresh(null, three)).toBeNull();
  });
});

describe('the tree of steps', () => {
  const shape = (depths: readonly number[]): string => {
    const write = (nodes: ReturnType<typeof nest>): string => nodes.map((node) => `${node.index}${node.children.length > 0 ? `(${write(node.children)})` : ''}`).join(' ');
    return write(nest(depths.map((depth, i) => step(i, '', { depth }))));
  };

  it('puts deeper steps inside the call before them', () => {
    expect(shape([0, 0, 1, 2, 1, 0])).toBe('0 1(2(3) 4) 5');
  });

  it('takes any depths', () => {
    expect(shape([2, 1, 0, 3])).toBe('0 1 2(3)');
    expect(shape([])).toBe('');
  });

  it('knows parents', () => {
    const [call] = nest([step(0, '', { depth: 0 }), step(1, '', { depth: 1 })]);
    expect(call?.children[0]?.parent).toBe(call);
    expect(call?.parent).toBeNull();
  });
});

describe('labels behind lines', () => {
  const here = (uri: string): boolean => uri === 'file:///a.c';

  it('are those of this document', () => {
    const active = open(path(step(1, 'taken'), step(2, 'elsewhere', { uri: 'file:///b.c' }), step(7, 'lost')));
    expect(lineLabels(active, here)).toEqual([
      { line: 1, number: 1, text: '① taken', active: false },
      { line: 7, number: 3, text: '③ lost', active: true },
    ]);
  });

  it('are shared by steps on one line: the margin has the active one, else the last', () => {
    const loop = path(step(4, 'first\nmore'), step(4, 'again'), step(5, 'end'));
    expect(lineLabels(open(loop), here)[0]).toEqual({ line: 4, number: 2, text: '① first   ② again', active: false });
    expect(lineLabels({ path: loop, at: 0 }, here)[0]).toMatchObject({ number: 1, active: true });
  });

  it('are none without a path', () => {
    expect(lineLabels(null, here)).toEqual([]);
  });

  it('have digits after twenty', () => {
    expect([1, 20, 21].map(numeral)).toEqual(['①', '⑳', '(21)']);
  });
});
