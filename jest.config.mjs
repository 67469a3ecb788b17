import { availableParallelism } from 'node:os';
import { conditions, swc } from './libs/testing/jest/compiler.mjs';

/**
 * One configuration for all tests. `.spec.ts` runs inside the process, `.int.spec.ts` on real stores,
 * `.e2e.spec.ts` on the whole platform; the servers are started once for all of them (jest.global-setup.mjs).
 * @type {import('jest').Config}
 */
export default {
  testRunner: '<rootDir>/libs/testing/jest/runner.mjs',
  testEnvironment: '<rootDir>/libs/testing/jest/environment.mjs',
  testEnvironmentOptions: { customExportConditions: conditions },
  testSequencer: '<rootDir>/libs/testing/jest/sequencer.mjs',
  testMatch: ['**/*.spec.ts'],
  // What needs a Docker engine has a command of its own, `npm run check:containers`: nothing is skipped in silence.
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/.data/', '\\.engine\\.spec\\.ts$'],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.data/', '<rootDir>/.nx/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // Its ES module imports JSON in a way that Jest warns of in every run.
    '^libphonenumber-js/max$': '<rootDir>/node_modules/libphonenumber-js/max/index.cjs',
  },
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  globalSetup: './jest.global-setup.mjs',
  globalTeardown: './jest.global-teardown.mjs',
  // Far more than any test takes: a machine that is busy must not decide what passes.
  testTimeout: 1_800_000,
  // No more than there are cores: servers work for the tests at the same time, and more processes only wait for each other (with four
  // of them on two cores the same files took half as much processor time again).
  maxWorkers: Math.max(2, Math.min(4, availableParallelism())),
  // A handle that a failing test leaves open must not keep the run from ending.
  forceExit: true,
};
