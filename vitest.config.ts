import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // By default one core is left free, of two; the tests that take long wait for processes of their own.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: process.env['CI'] === 'true' ? ['dot'] : ['default'],
  },
});
