import { defineConfig } from 'vitest/config';

// Two cores and real servers: end-to-end suites share one runtime each and run file by file.
export default defineConfig({
  test: {
    include: ['functions/**/*.test.ts', 'openapi/**/*.test.ts', 'infra/**/*.test.ts', 'test/**/*.test.ts'],
    // Whatever a test asks of the API, the answer is held against the contract.
    setupFiles: ['test/support/every-answer.ts'],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
