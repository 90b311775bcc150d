import { defineConfig } from 'vitest/config'

/** Nothing in them outlives a test: their files share a process and what it has loaded, which takes a third of the time. */
const pure = [
  'operators',
  'pipelines',
  'schemas',
  'research',
  'engine/core',
  'engine/state',
  'connectors/files',
  'connectors/sim',
].map((folder) => `${folder}/**/*.test.ts`)

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      {
        extends: true,
        test: { name: 'system', include: ['**/*.test.ts'], exclude: ['node_modules/**', ...pure] },
      },
    ],
  },
})
