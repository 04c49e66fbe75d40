import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['client/out/**', 'server/out/**', 'test/e2e/out/**', 'node_modules/**', 'coverage/**'] },
  {
    files: ['client/src/**/*.ts', 'server/src/**/*.ts', 'test/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // Numbers in messages are what they look like.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // The analysis proves `array[i]` non-null by its loop; `noUncheckedIndexedAccess` makes each such place say so with `!`.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `for (;;)` and `while (true)` are how the scanners and worklists are written.
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'eqeqeq': 'error',
      'no-console': 'error',
    },
  },
);
