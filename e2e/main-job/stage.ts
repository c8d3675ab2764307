import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';
import { House } from '../harness/house';
import { OUT } from '../harness/out';
import { type Device, Person } from '../harness/person';
import { newAccount } from '../harness/test';
import { Llama } from './llama';
import { Recorder } from './recorder';

/** What the two models cost, in nano-USD for one token. */
export const PRICE = { input: 3_000, cached: 300, output: 15_000 };

/** How long an answer may be. */
const ANSWER_TOKENS = 800;

/** The model hardly ever wishes to end before that, so that every answer has a middle. */
const MEAN_ANSWER_TOKENS = 1_000_000;

/** Everything that the main job needs: the inference server, what records it, Potluck, and the browsers. */
export class Stage {
  readonly house: House;
  readonly recorder: Recorder;
  readonly #llama: Llama;
  readonly #browser: Browser;
  readonly #people: Person[] = [];

  private constructor(house: House, recorder: Recorder, llama: Llama, browser: Browser) {
    this.house = house;
    this.recorder = recorder;
    this.#llama = llama;
    this.#browser = browser;
  }

  static async set(): Promise<Stage> {
    const llama = await Llama.start(MEAN_ANSWER_TOKENS, join(OUT, 'llama.log'));
    const recorder = await Recorder.start(llama.url);
    const house = await House.open(settings(recorder.url));
    return new Stage(house, recorder, llama, await chromium.connect(inject('chromium')));
  }

  /** Somebody with a browser profile of their own; given another person, their second device. */
  async arrive(who: string | Person, device: Device = 'wide'): Promise<Person> {
    const account = typeof who === 'string' ? newAccount(who) : who.account;
    const person = await Person.arrive(this.#browser, { url: this.house.url, account, device });
    // Three share one table, and look at it while the others come and pay.
    person.watch.othersChangeThePage();
    this.#people.push(person);
    return person;
  }

  /** What the browsers noticed that must not happen. */
  async complaints(): Promise<string[]> {
    const all = await Promise.all(this.#people.map((person) => person.watch.complaints()));
    return all.flat();
  }

  async clear(): Promise<void> {
    await this.#browser.close();
    await this.house.close();
    await this.recorder.stop();
    await this.#llama.stop();
  }
}

/** One server, twice: by its OpenAI API and by its Anthropic API. */
function settings(url: string): string {
  const model = (provider: string, name: string) => `
[[models]]
id = "${provider}"
name = "${name}"
provider = "${provider}"
vendor_model = "random-llama"
input_usd_per_mtok = "3.00"
cached_input_usd_per_mtok = "0.30"
output_usd_per_mtok = "15.00"
context_tokens = 8192
max_output_tokens = ${ANSWER_TOKENS}
`;
  return `
[[providers]]
id = "llama-openai"
name = "llama.cpp, OpenAI API"
kind = "openai"
base_url = "${url}/v1"
api_key = "none"

[[providers]]
id = "llama-anthropic"
name = "llama.cpp, Anthropic API"
kind = "anthropic"
base_url = "${url}"
api_key = "none"
${model('llama-openai', 'Llama O')}${model('llama-anthropic', 'Llama A')}`;
}
