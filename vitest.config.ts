import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The second one is what .ci/run counts from.
    reporters: ['default', ['json', { outputFile: 'node_modules/.vitest/results.json' }]],
    // The property tests analyse thousands of damaged texts in one test.
    testTimeout: 120_000,
  },
});
