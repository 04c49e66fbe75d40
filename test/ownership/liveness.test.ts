import { describe, expect, it } from 'vitest';
import type { FunctionIr } from '../../server/src/analysis/ir/instructions.ts';
import { livenessOf } from '../../server/src/analysis/ownership/flow/liveness.ts';
import { shapeOf } from '../../server/src/analysis/ownership/flow/loops.ts';
import { functionOf } from '../ir/lowered.ts';

/** Names of the variables that are live on entry of the last block that returns. */
function liveAtReturn(f: FunctionIr): string[] {
  const live = livenessOf(f, shapeOf(f).order);
  const last = f.blocks.findLastIndex((block) => block.end.kind === 'return');
  return f.variables.filter((variable, id) => variable.kind !== 'temporary' && variable.name !== '' && live.isLive(last, id)).map((variable) => variable.name).sort();
}

describe('liveness', () => {
  it('ends with the last reading', () => {
    expect(liveAtReturn(functionOf('int f(int a, int b) { int c = a; if (b) c = 2; else c++; return c; }'))).toEqual(['c']);
  });

  it('goes round loops', () => {
    const f = functionOf('int f(int n) { int last = 0, i; for (i = 0; i < n; i++) { if (last) work(i); last = i; } return 1; }');
    const live = livenessOf(f, shapeOf(f).order);
    const last = f.variables.findIndex((variable) => variable.name === 'last');
    const [head] = [...shapeOf(f).loops.keys()];
    expect(head !== undefined && live.isLive(head, last)).toBe(true);
    expect(liveAtReturn(f)).toEqual([]);
  });

  it('never ends for what can be reached otherwise', () => {
    expect(liveAtReturn(functionOf('int g; int f(int a) { int b = a, c = a; keep(&b); if (c) g = 1; return 0; }'))).toEqual(['b', 'g']);
  });

  it('of a part is that of the whole', () => {
    expect(liveAtReturn(functionOf('int f(int a) { struct s v; v.x = a; v.y = 1; if (a) v.y = 2; return v.x; }'))).toEqual(['v']);
  });
});

describe('the shape of a function', () => {
  it('marks the blocks in which ways meet', () => {
    const f = functionOf('int f(int a) { int b = 0; if (a) b = one(); else b = two(); three(); return b; }');
    const { joins } = shapeOf(f);
    expect([...joins].filter((join) => join === 1)).toHaveLength(1);
  });
});
