import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built, Program } from './program';

/** What would lead to somebody's real vendor, database or mail server. */
const FOREIGN = [
  'DATABASE_URL',
  'POTLUCK_DATABASE_CONNECTIONS',
  'NATS_URL',
  'POTLUCK_FILES_URL',
  'POTLUCK_SMTP_URL',
  'POTLUCK_SECRET',
  'POTLUCK_PUBLIC_URL',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'STRIPE_API_BASE',
  'POTLUCK_MANUAL_PAYMENTS',
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_BASE_URL',
  'GEMINI_API_KEY',
  'GEMINI_BASE_URL',
];

type Options = {
  /** Whether chats are named by a model: a call of its own to the vendor, which most tests do not mean. */
  titles?: boolean;
  /** A data directory to begin with a copy of. */
  data?: string;
};

/** A running Potluck with a database of its own: the real program, as it is started by its users. */
export class House {
  readonly directory: string;
  readonly #titles: boolean;
  #program: Program;

  private constructor(directory: string, titles: boolean, program: Program) {
    this.directory = directory;
    this.#titles = titles;
    this.#program = program;
  }

  /**
   * Starts it with this `potluck.toml`, on a port that is free and a data directory that is new, or a copy of one that has only
   * been started.
   */
  static async open(settings: string, { titles = false, data }: Options = {}): Promise<House> {
    const directory = await mkdtemp(join(tmpdir(), 'potluck-e2e-'));
    await writeFile(join(directory, 'potluck.toml'), settings);
    if (data !== undefined) {
      await cp(data, dataIn(directory), { recursive: true, preserveTimestamps: true });
    }
    return new House(directory, titles, await serve(directory, '127.0.0.1:0', titles));
  }

  get url(): string {
    return this.#program.said;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    await this.#program.kill();
  }

  /** Starts it again where it was, after `kill`. */
  async restart(): Promise<void> {
    this.#program = await serve(this.directory, new URL(this.url).host, this.#titles);
  }

  get logFile(): string {
    return logIn(this.directory);
  }

  get data(): string {
    return dataIn(this.directory);
  }

  /** As Ctrl-C does it; what it kept stays. */
  async stop(): Promise<void> {
    await this.#program.stop();
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

function dataIn(directory: string): string {
  return join(directory, 'data');
}

function logIn(directory: string): string {
  return join(directory, 'potluck.log');
}

function serve(directory: string, listen: string, titles: boolean): Promise<Program> {
  return Program.start(built('potluck', 'POTLUCK_BIN'), ['serve'], {
    env: {
      ...Object.fromEntries(FOREIGN.map((name) => [name, undefined])),
      POTLUCK_CONFIG: join(directory, 'potluck.toml'),
      POTLUCK_DATA_DIR: dataIn(directory),
      POTLUCK_LISTEN: listen,
      // Nobody listens there, so that an Ollama of this machine's is not found.
      OLLAMA_HOST: '127.0.0.1:9',
      POTLUCK_AUTOMATIC_TITLES: String(titles),
    },
    log: logIn(directory),
    ready: /^Potluck is ready: (\S+)$/,
  });
}
