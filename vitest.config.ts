import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The property tests analyse thousands of damaged texts in one test.
    testTimeout: 120_000,
  },
});
