import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OUT } from './out';
import { built, Program } from './program';
import { Vendor } from './vendor';

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

/** A running Potluck with a database of its own: the real program, as it is started by its users. */
export class House {
  readonly directory: string;
  /** Whether chats are named by a model: a call of its own to the vendor, which most tests do not mean. */
  readonly #titles: boolean;
  #program: Program;

  private constructor(directory: string, titles: boolean, program: Program) {
    this.directory = directory;
    this.#titles = titles;
    this.#program = program;
  }

  /** Starts it with this `potluck.toml`, on a data directory that is new and a port that is free. */
  static async open(settings: string, titles = false): Promise<House> {
    const directory = await mkdtemp(join(tmpdir(), 'potluck-e2e-'));
    await writeFile(join(directory, 'potluck.toml'), settings);
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

  async close(): Promise<void> {
    await this.#program.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

function logIn(directory: string): string {
  return join(directory, 'potluck.log');
}

function serve(directory: string, listen: string, titles: boolean): Promise<Program> {
  return Program.start(built('potluck', 'POTLUCK_BIN'), ['serve'], {
    env: {
      ...Object.fromEntries(FOREIGN.map((name) => [name, undefined])),
      POTLUCK_CONFIG: join(directory, 'potluck.toml'),
      POTLUCK_DATA_DIR: join(directory, 'data'),
      POTLUCK_LISTEN: listen,
      // Nobody listens there, so that an Ollama of this machine's is not found.
      OLLAMA_HOST: '127.0.0.1:9',
      POTLUCK_AUTOMATIC_TITLES: String(titles),
    },
    log: logIn(directory),
    ready: /^Potluck is ready: (\S+)$/,
  });
}

const WEBHOOK_SECRET = 'whsec_e2e';

/** A Potluck whose models are all the simulator's. */
export class SimulatedHouse {
  readonly house: House;
  readonly vendor: Vendor;

  private constructor(house: House, vendor: Vendor) {
    this.house = house;
    this.vendor = vendor;
  }

  /** What `more` gives is put before the settings that every simulated house has. */
  static async open(more: (vendor: Vendor) => string = () => '', titles = false): Promise<SimulatedHouse> {
    const vendor = await Vendor.start(join(OUT, `simulator-${process.pid}.log`));
    return new SimulatedHouse(await House.open(more(vendor) + settings(vendor.url), titles), vendor);
  }

  /** The same, where shares can be paid by card, too. */
  static async openWithCards(): Promise<SimulatedHouse> {
    const vendor = await Vendor.start(join(OUT, `simulator-${process.pid}.log`));
    const cards = `
stripe_secret_key = "sk_test_e2e"
stripe_webhook_secret = "${WEBHOOK_SECRET}"
stripe_api_base = "${vendor.url}"
`;
    const simulated = new SimulatedHouse(await House.open(cards + settings(vendor.url)), vendor);
    await vendor.sendsWebhooksTo(`${simulated.house.url}/api/v1/webhooks/stripe`, WEBHOOK_SECRET);
    return simulated;
  }

  async close(): Promise<void> {
    await this.house.close();
    await this.vendor.stop();
  }
}

/**
 * One model of each kind of vendor. `Crumbs` is a plan of about 0.60 USD a day, which is what its only member can use
 * before paying: one long answer of the dear model.
 */
function settings(vendor: string): string {
  return `
push_services = ["${vendor}"]

[[providers]]
id = "openai-like"
kind = "openai"
base_url = "${vendor}/v1"
api_key = "e2e"

[[providers]]
id = "anthropic-like"
kind = "anthropic"
base_url = "${vendor}"
api_key = "e2e"

[[models]]
id = "steady"
name = "Steady"
provider = "openai-like"
input_usd_per_mtok = "1.00"
output_usd_per_mtok = "2.00"
context_tokens = 16000
max_output_tokens = 1024

[[models]]
id = "muse"
name = "Muse"
provider = "anthropic-like"
images = true
input_usd_per_mtok = "1.00"
output_usd_per_mtok = "2.00"
context_tokens = 16000
max_output_tokens = 1024

[[models]]
id = "dear"
name = "Dear"
provider = "openai-like"
input_usd_per_mtok = "100.00"
output_usd_per_mtok = "1000.00"
context_tokens = 16000
max_output_tokens = 1024

[[plans]]
code = "crumbs"
name = "Crumbs"
seats = 2
price = "2.00 USD"
credit_usd = "18.00"
`;
}
