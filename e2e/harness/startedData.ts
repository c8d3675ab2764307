import type { TestProject } from 'vitest/node';
import { House } from './house';
import { settings } from './settings';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data directory in which Potluck was started once, and ended. */
    startedData: string;
  }
}

/** Nobody listens there. */
const NO_VENDOR = 'http://127.0.0.1:9';

/** Makes the data directory that each house of the run begins with, in place of a database cluster of its own from nothing. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const house = await House.open(settings(NO_VENDOR));
  await house.stop();
  project.provide('startedData', house.data);
  return () => house.close();
}
