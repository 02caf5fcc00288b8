/** Runs the measurement of first responses alone: it wants the machine for itself, so `npm test` leaves it out. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['bench/responses/*.measure.ts'],
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
