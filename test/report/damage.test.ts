import { describe, expect, it } from 'vitest';
import { LineTable } from '../../server/src/analysis/code/position.ts';
import { rangeOf } from '../../server/src/analysis/verdict/range.ts';
import { suppress } from '../../server/src/analysis/verdict/suppress.ts';
import { full } from '../../server/src/report/full.ts';
import { lineHashes } from '../../server/src/report/line-hash.ts';
import { findingOf, reportOf } from './sample.ts';

/** A small generator of numbers below n, the same in every run. */
function random(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const PIECES = [
  '/* ssl-lint-disable leak */', '// ssl-lint-disable-next-line leak, x -- y', 'ssl-lint-enable', '/* ssl-lint-disable-next-function leak', '*/', '// NOLINT(ssl-lint-*)',
  '#if 0\n', '#else\n', '#endif\n', '#if', '"', "'", '\\', '\\\n', '\n', '\r\n', '\r', '\t', '{', '}', '(', ')', ';', '=', 'int f', 'é', '会', '😀', '\ud83d', '\u0301', '\u0000', 'x'.repeat(300),
];

describe('whatever the text is', () => {
  it.each(Array.from({ length: 300 }, (_, i) => i))('suppression and frames end without an error (%d)', (seed) => {
    const next = random(seed);
    const text = Array.from({ length: next(40) }, () => PIECES[next(PIECES.length)] ?? '').join('');
    const lines = new LineTable(text);
    const findings = Array.from({ length: 5 }, () => {
      const steps = Array.from({ length: 1 + next(4) }, () => {
        const start = next(text.length + 1);
        const end = Math.min(text.length, start + next(30));
        return { kind: 'use' as const, path: 'a.c', message: 'm', depth: next(3), range: rangeOf(lines, start, end) };
      });
      return findingOf(steps, { path: 'a.c', rule: 'leak' });
    });
    const outcome = suppress(findings, [{ path: 'a.c', text }], () => ({ nolint: 'all', requireReason: next(2) === 0 }), () => false);
    expect(outcome.kept.length + outcome.suppressed.length).toBe(5);
    const shown = full(reportOf([...outcome.kept, ...outcome.about], { 'a.c': text }, { style: { color: next(2) === 0, width: 40 + next(100), maxSteps: 2 + next(4), summary: true } }));
    expect(shown).not.toMatch(/undefined|NaN|\0/);
    expect(lineHashes(text).length).toBeGreaterThan(0);
  });

  it('a megabyte of comments and quotes takes no time', () => {
    const text = `${'/*"\'*/ // ssl-lint-disable-line leak\n#if 0\n'.repeat(10_000)}${'"\\'.repeat(100_000)}${'/*'.repeat(100_000)}`;
    const started = performance.now();
    suppress([], [{ path: 'a.c', text }], () => ({ nolint: 'all', requireReason: false }), () => false);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
