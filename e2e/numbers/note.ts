import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OUT } from '../harness/out';

/** Tells a measurement, and keeps it in `out/numbers.txt`. */
export async function note(line: string): Promise<void> {
  await appendFile(join(OUT, 'numbers.txt'), `${line}\n`);
  process.stdout.write(`${line}\n`);
}
