import tseslint from 'typescript-eslint';

/**
 * Type-checked rules for all packages; the arrows between packages are held by dependency-cruiser. The types are those of one program
 * (tsconfig.lint.json): a program for each package would read the libraries thirty times over.
 */
export default tseslint.config(
  { ignores: ['**/dist/**', '**/generated/**', '.data/**', '**/*.mjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.lint.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@huying/*/*'], message: 'Import the package, not a file inside it.' }] },
      ],
      'no-console': 'error',
    },
  },
  {
    // Command-line programs talk to a person through the console.
    files: ['tools/**', 'services/standalone/src/**', 'libs/*/src/cli/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // Answers of the API have many shapes; each assertion says which it expects (TestAnswer.body).
    files: ['{services,tools}/*/test/**', 'libs/testing/src/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
    },
  },
  {
    files: ['**/*.spec.ts'],
    // Bodies of answers have many shapes; each assertion says what it expects.
    rules: {
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
