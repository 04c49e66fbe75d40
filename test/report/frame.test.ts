import { describe, expect, it } from 'vitest';
import type { Step } from '../../server/src/analysis/verdict/finding.ts';
import { full } from '../../server/src/report/full.ts';
import { layoutLine } from '../../server/src/report/source-line.ts';
import { charWidth } from '../../server/src/report/width.ts';
import { findingOf, reportOf, stepAt } from './sample.ts';

/** The lines of the frame between the place and the help. */
function frame(text: string, steps: readonly Step[], width = 160): string[] {
  const report = reportOf([findingOf(steps, { path: 'a.c' })], { 'a.c': text }, { style: { color: false, width, maxSteps: 25, summary: false } });
  return full(report).split('\n').slice(3, -5);
}
const at = (text: string, what: string, message: string, nth = 0): Step => stepAt('a.c', text, what, 'use', message, 0, nth);

const textWidth = (text: string): number => Array.from(text).reduce((sum, char) => sum + charWidth(char), 0);

describe('code frames', () => {
  it('stack two steps on one line, the rightmost first', () => {
    const text = 'put(c, get(s));\n';
    expect(frame(text, [at(text, 'get(s)', 'got'), at(text, 'put', 'kept')])).toEqual([
      '1 | put(c, get(s));',
      '  | ^^^    ------ 1. got',
      '  | |',
      '  | 2. kept',
    ]);
  });

  it('stack three', () => {
    const text = 'a(b(1), c(2));\n';
    expect(frame(text, [at(text, 'a', 'first'), at(text, 'b', 'second'), at(text, 'c', 'third')])).toEqual([
      '1 | a(b(1), c(2));',
      '  | - -     ^ 3. third',
      '  | | |',
      '  | | 2. second',
      '  | 1. first',
    ]);
  });

  it('give marks that overlap a row each', () => {
    const text = 'free(get(s));\n';
    expect(frame(text, [at(text, 'get(s)', 'got'), at(text, 'free(get(s))', 'freed')])).toEqual([
      '1 | free(get(s));',
      '  |      ------ 1. got',
      '  | ^^^^^^^^^^^^ 2. freed',
    ]);
  });

  it('print a gap of one line and dots for a longer one', () => {
    const text = 'a();\nb();\nc();\nd();\ne();\nf();\n';
    expect(frame(text, [at(text, 'a()', 'x'), at(text, 'c()', 'y'), at(text, 'f()', 'z')])).toEqual([
      '1 | a();', '  | --- 1. x', '2 | b();', '3 | c();', '  | --- 2. y', '...', '6 | f();', '  | ^^^ 3. z',
    ]);
  });

  it('expand tabs to four columns', () => {
    const text = '\tif (x)\tfree(s);\n';
    expect(frame(text, [at(text, 'free(s)', 'freed')])).toEqual(['1 |     if (x)    free(s);', '  |               ^^^^^^^ 1. freed']);
  });

  it('measure wide and combining characters as the terminal does', () => {
    const text = 'log("会话 e\u0301"); free(s);\n';
    expect(frame(text, [at(text, 'free(s)', 'freed')])).toEqual(['1 | log("会话 e\u0301"); free(s);', `  | ${' '.repeat(15)}^^^^^^^ 1. freed`]);
  });

  it('underline the first line only of a region of several', () => {
    const text = 'f(a,\n  b);\n';
    expect(frame(text, [at(text, 'f(a,\n  b)', 'called')])).toEqual(['1 | f(a,', '  | ^^^^ 1. called']);
  });

  it('do not mind a step beyond the end of the text or an empty range', () => {
    const text = 'a();';
    const step = at(text, 'a()', 'x');
    const wild = { ...step, range: { ...step.range, startLine: 99, endLine: 99 } };
    const empty = { ...step, range: { ...step.range, endColumn: 1 } };
    expect(frame(text, [wild, empty])).toEqual(['1 | a();', '  | ^ 2. x']);
  });
});

describe('long lines', () => {
  it('are cut around what is marked', () => {
    const text = `${'x'.repeat(300)} free(s); ${'y'.repeat(300)}\n`;
    const [line = '', marks = ''] = frame(text, [at(text, 'free(s)', 'freed')], 60);
    expect(textWidth(line)).toBeLessThanOrEqual(60);
    expect(line).toMatch(/^1 \| …x+ free\(s\); y+…$/);
    expect(marks.indexOf('^')).toBe(line.indexOf('free'));
  });

  it('are cut on the right only when the mark is near the start', () => {
    const shown = layoutLine(`free(s); ${'y'.repeat(300)}`, 40, 0, 7);
    expect(shown.text).toBe(`free(s); ${'y'.repeat(30)}…`);
    expect(shown.columnOf(0)).toBe(0);
  });

  it('of a megabyte cost no more than others', () => {
    const text = `${'x = 1; '.repeat(150_000)}free(s); ${'y = 2; '.repeat(10)}`;
    const from = text.indexOf('free');
    const shown = layoutLine(text, 100, from, from + 7);
    expect(textWidth(shown.text)).toBeLessThanOrEqual(100);
    expect(shown.text.slice(shown.columnOf(from), shown.columnOf(from + 7))).toBe('free(s)');
  });

  it('are not cut in the middle of a character', () => {
    const text = `${'😀'.repeat(900)}free(s)`;
    const shown = layoutLine(text, 60, 1800, 1807);
    expect(shown.text).not.toContain('\ufffd');
    expect(textWidth(shown.text)).toBeLessThanOrEqual(60);
  });
});

describe('character width', () => {
  it.each([['a', 1], ['é', 1], ['\u0301', 0], ['会', 2], ['한', 2], ['😀', 2], ['\u200b', 0], ['ｱ', 1], ['Ａ', 2]])('of %j is %d', (char, width) => {
    expect(charWidth(char)).toBe(width);
  });
});
