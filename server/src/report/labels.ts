import type { Step } from '../analysis/verdict/finding.ts';

/**
 * The number of each step as it is shown: steps in the function of the finding count 1, 2, 3; steps in a function it calls continue
 * the number of the step before with a letter: 2a, 2b. O(n).
 */
export function stepLabels(steps: readonly Step[]): string[] {
  let number = 0;
  let letter = 0;
  return steps.map((step) => {
    if (step.depth === 0 || number === 0) {
      number++;
      letter = 0;
      return String(number);
    }
    letter++;
    return `${number}${letters(letter)}`;
  });
}

/** 1 → a, 26 → z, 27 → aa. */
function letters(n: number): string {
  let text = '';
  for (let rest = n; rest > 0; rest = Math.floor((rest - 1) / 26)) text = String.fromCharCode(97 + ((rest - 1) % 26)) + text;
  return text;
}
