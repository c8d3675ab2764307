import { defineConfig } from 'vitest/config';

/** A step waits for the page for at most so long (as `harness/person.ts`); a test has several steps. */
const STEP_MS_MAX = 30_000;
const TEST_MS_MAX = 180_000;

/** The main job downloads a real inference server the first time, so it runs only when it is named. */
const isMainJob = process.argv.includes('main-job');
/** Pictures are made when somebody wants them anew. */
const isPictures = process.argv.includes('pictures');
/** Measurements say something only on a machine that does nothing else. */
const isNumbers = process.argv.includes('numbers');

export default defineConfig({
  test: {
    globalSetup: ['harness/chromium.ts', 'harness/startedData.ts'],
    reporters: ['default', './harness/closingLine.ts'],
    testTimeout: TEST_MS_MAX,
    hookTimeout: TEST_MS_MAX,
    // What is awaited comes over the network and back, on a machine that does other things too.
    expect: { poll: { timeout: STEP_MS_MAX } },
    retry: 0,
    // Each file has a Potluck, a database and a vendor of its own. Half of a test is waiting, so four at a time fill two cores; six only wait for each other.
    // What is measured has the machine to itself.
    maxWorkers: isNumbers ? 1 : 4,
    // What a file imports is the same for all of them, and keeps nothing.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'e2e', include: ['tests/**/*.test.ts'] } },
      ...(isNumbers
        ? [{ extends: true as const, test: { name: 'numbers', include: ['numbers/**/*.test.ts'] } }]
        : []),
      ...(isPictures
        ? [{ extends: true as const, test: { name: 'pictures', include: ['pictures/**/*.test.ts'] } }]
        : []),
      ...(isMainJob
        ? [{ extends: true as const, test: { name: 'main-job', include: ['main-job/**/*.test.ts'] } }]
        : []),
    ],
  },
});
