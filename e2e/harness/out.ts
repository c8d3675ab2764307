import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './program';

/** Where a run leaves what helps to understand its failures: pictures and logs. Not in git. */
export const OUT = join(ROOT, 'e2e/out');

/** Removes what the run before has left. */
export function clearOut(): void {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
}
