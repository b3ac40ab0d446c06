import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/fixtures/**', 'node_modules/**'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
    reporters: ['default', './test/support/closing-line.ts'],
    coverage: { provider: 'v8', include: ['engine/**/*.ts'], reporter: ['text-summary'], thresholds: { lines: 95 } },
  },
});
