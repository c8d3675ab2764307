import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The checkout's top directory. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** How long a start may take on a busy machine; only a start that hangs is ended by it. */
const START_MS_MAX = 120_000;

type Options = {
  /** Added to this process's own; a variable that is undefined is taken away. */
  env?: Record<string, string | undefined>;
  /** Where its standard error goes. */
  log: string;
  /** The first line of its output that matches says that it is ready. */
  ready: RegExp;
};

/** A program of ours, running in a process of its own. */
export class Program {
  readonly #process: ChildProcess;
  /** The ready line's first group. */
  readonly said: string;

  private constructor(process: ChildProcess, said: string) {
    this.#process = process;
    this.said = said;
  }

  static async start(command: string, words: readonly string[], options: Options): Promise<Program> {
    const child = spawn(command, words, {
      cwd: ROOT,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr.on('data', (data: Buffer) => appendFileSync(options.log, data));
    // Nothing that this run started outlives it.
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    return new Program(child, await readyLine(child, command, options));
  }

  /** As Ctrl-C does it; waits for a clean end. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** As a power cut does it. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
      return;
    }
    const ended = once(this.#process, 'exit');
    this.#process.kill(signal);
    await ended;
  }
}

function readyLine(child: ChildProcess, command: string, { ready, log }: Options): Promise<string> {
  return new Promise((resolve, reject) => {
    const give = (error: Error) => {
      child.kill('SIGKILL');
      reject(error);
    };
    const tooLong = setTimeout(
      () => give(new Error(`${command} does not become ready; see ${log}`)),
      START_MS_MAX,
    );
    child.once('error', (error) => give(error));
    child.once('exit', (code) => give(new Error(`${command} ended with ${code} at its start; see ${log}`)));
    const { stdout } = child;
    if (stdout === null) {
      return;
    }
    createInterface({ input: stdout }).on('line', (line) => {
      const said = ready.exec(line)?.[1];
      if (said !== undefined) {
        clearTimeout(tooLong);
        resolve(said);
      }
    });
  });
}

/** A program that cargo has built: named by a variable, else in the target directory. */
export function built(name: string, variable: string): string {
  const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
  const path = process.env[variable] ?? join(target, 'debug', name);
  if (!existsSync(path)) {
    throw new Error(`${path} is not there: run \`cargo build --bin ${name}\`, or name it in ${variable}.`);
  }
  return path;
}
