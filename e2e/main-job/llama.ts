import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../harness/program';

/** A real inference server: llama.cpp, see `llama_server.py`. Its first start installs it, which takes a minute. */
export class Llama {
  readonly #process: ChildProcess;
  readonly url: string;

  private constructor(process: ChildProcess, url: string) {
    this.#process = process;
    this.url = url;
  }

  /** Answers have this many tokens on average, so that there is time to reload in the middle of one. */
  static async start(meanAnswerTokens: number, log: string): Promise<Llama> {
    const cache = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), 'llama');
    const words = ['e2e/llama_server.py', '--cache', cache, '--mean-answer-tokens', String(meanAnswerTokens)];
    const child = spawn('python3', words, { cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'] });
    child.stderr.on('data', (data: Buffer) => appendFileSync(log, data));
    const url = await new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`llama_server.py ended with ${code}; see ${log}`)));
      createInterface({ input: child.stdout }).once('line', resolve);
    });
    return new Llama(child, url);
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit');
    // It ends with its standard input.
    this.#process.stdin?.end();
    await ended;
  }
}
