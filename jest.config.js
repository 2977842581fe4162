/** Jest runs what tsc emitted: no transform, source maps keep the TypeScript lines. */
export default {
  rootDir: '.',
  roots: ['<rootDir>/dist/test'],
  testMatch: ['**/*.test.js'],
  transform: {},
  globalSetup: '<rootDir>/dist/test/support/jest-global-setup.js',
  globalTeardown: '<rootDir>/dist/test/support/jest-global-teardown.js',
  testSequencer: '<rootDir>/dist/test/support/longest-first.js',
  testTimeout: 60000,
  maxWorkers: 2,
};
