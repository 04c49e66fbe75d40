import { describe, expect, it } from 'vitest';
import { FALSE, TRUE, and, contradicts, defined, evaluate, not, or, parseCondition, show } from '../../server/src/analysis/code/condition.ts';

const shown = (text: string): string => show(parseCondition(text));

describe('conditions', () => {
  it.each([
    ['defined(A)', 'defined(A)'],
    ['defined A && !defined(B)', 'defined(A) && !defined(B)'],
    ['!defined(A) || defined(B) && C', '!defined(A) || (defined(B) && C != 0)'],
    ['VERSION_NUMBER >= 0x10100000L', 'VERSION_NUMBER >= 0x10100000'],
    ['0x10100000L > VERSION_NUMBER', 'VERSION_NUMBER < 0x10100000'],
    ['(VERSION_NUMBER) < (0x30000000L)', 'VERSION_NUMBER < 0x30000000'],
    ['!(VERSION_NUMBER < 5)', 'VERSION_NUMBER >= 5'],
    ['0', '0'], ['1', '1'], ['!0', '1'], ['(1 == 2)', '0'],
    ['A', 'A != 0'], ['!A', 'A == 0'],
    ['AT_LEAST(1, 2)', 'AT_LEAST ( 1 , 2 )'],
    ['!AT_LEAST(1, 2)', '!(AT_LEAST ( 1 , 2 ))'],
    ['A + 1 > 2', 'A + 1 > 2'],
    ['defined(__cplusplus)', '0'],
    ['defined(A) /* why */ && \\\n defined(B) // because', 'defined(A) && defined(B)'],
    ['A && !A', '0'], ['defined(A) || !defined(A)', '1'],
    ['(', '('], ['', ''], ['A &&', 'A &&'],
  ])('%s', (text, expected) => { expect(shown(text)).toBe(expected); });

  it('never throws and never nests without a bound', () => {
    expect(parseCondition('('.repeat(5000)).kind).toBe('opaque');
    expect(parseCondition('!'.repeat(5000)).kind).toBe('opaque');
    expect(show(parseCondition(`${'A || '.repeat(300)}B`))).toBe('A != 0 || B != 0');
  });

  it('decides what follows', () => {
    const old = parseCondition('VERSION < 0x100'), recent = parseCondition('VERSION >= 0x200');
    expect(contradicts(old, recent)).toBe(true);
    expect(evaluate(old, recent)).toBe(false);
    expect(evaluate(parseCondition('VERSION > 0x10'), recent)).toBe(true);
    expect(evaluate(parseCondition('VERSION > 0x400'), recent)).toBeUndefined();
    expect(contradicts(and(defined('A'), defined('B')), not(defined('B')))).toBe(true);
    expect(contradicts(defined('A'), defined('B'))).toBe(false);
    expect(contradicts(or(defined('A'), defined('B')), and(not(defined('A')), not(defined('B'))))).toBe(true);
    expect(contradicts(parseCondition('X == 1'), parseCondition('X == 2'))).toBe(true);
    expect(contradicts(parseCondition('!defined(X)'), parseCondition('X >= 2'))).toBe(true);
    expect(evaluate(TRUE, FALSE)).toBe(true);
    expect(evaluate(parseCondition('AT_LEAST(1)'), parseCondition('AT_LEAST(1) && B'))).toBe(true);
  });
});
