import { built, Program } from './program';

/** How the simulator answers; its own words, see crates/simulator/src/script.rs. All have a default. */
export type Script = {
  text?: string;
  words?: number;
  /** Thinking before the answer. */
  reasoning?: string;
  first_token_delay_ms?: number;
  token_delay_ms?: number;
  /** After so many tokens the answer waits until `release`. */
  hold_after?: number;
  usage?: 'exact' | 'echo_estimate' | 'missing' | { custom: { input?: number; output?: number } };
  fault?:
    | 'none'
    | 'refuse'
    | { error_before_first_byte: { status: number } }
    | { cut_after: { tokens: number } }
    | { error_event_after: { tokens: number } };
  fail_times?: number;
};

/** Somebody whom the issuer knows. */
export type Somebody = { subject: string; email?: string; email_verified?: boolean; name?: string };

/** Where a browser is reached by the push service, and its keys. */
export type Subscribed = { id: number; endpoint: string; p256dh: string; auth: string };

/** The simulated AI vendor, with the payment vendor, the issuer and the push service at the same address. */
export class Vendor {
  readonly #program: Program;

  private constructor(program: Program) {
    this.#program = program;
  }

  static async start(log: string): Promise<Vendor> {
    const vendor = new Vendor(
      await Program.start(built('simulator', 'SIMULATOR_BIN'), ['--listen', '127.0.0.1:0'], {
        log,
        ready: /^(http:\/\/\S+)$/,
      }),
    );
    await vendor.reset();
    return vendor;
  }

  get url(): string {
    return this.#program.said;
  }

  /** What makes its OpenID Connect issuer a server's, in `potluck.toml`; its client is in crates/simulator/src/issuer/mod.rs. */
  get issuerSettings(): string {
    const client = `client_id = "potluck", client_secret = "a secret: with signs/+"`;
    return `oidc = { issuer = "${this.url}/issuer", ${client}, name = "Kitchen ID" }\n`;
  }

  /** Whom its issuer recognises from now on. */
  async recognises(somebody: Somebody): Promise<void> {
    await this.#control('issuer', { somebody });
  }

  /** How every question is answered from now on. */
  async answers(script: Script): Promise<void> {
    await this.#control('script', { default: script });
  }

  /** Lets all answers go on that are held. */
  async release(): Promise<void> {
    await this.#control('release', {});
  }

  /** Forgets what it was told and asked. */
  async reset(): Promise<void> {
    await this.release();
    await this.#control('reset', {});
  }

  /** Where the payment vendor's webhooks go, and what signs them. */
  async sendsWebhooksTo(url: string, secret: string): Promise<void> {
    await this.#control('payments/webhooks', { url, secret });
  }

  /** The payer's bank takes the charge back that was made last. */
  async disputesLastCharge(): Promise<void> {
    await this.#control('payments/last/dispute', {});
  }

  /** A browser subscribes at its push service, for a server with this key. */
  async subscribes(serverKey: string): Promise<Subscribed> {
    const response = await this.#control('push', { server_key: serverKey });
    return (await response.json()) as Subscribed;
  }

  /** What a browser was sent, from number 0 on, once it comes: as that browser reads it. */
  async pushed(browser: number, number: number): Promise<string> {
    const response = await fetch(`${this.url}/control/push/${browser}?number=${number}`);
    if (!response.ok) {
      throw new Error('nothing is pushed');
    }
    return JSON.stringify(((await response.json()) as { text: object }).text);
  }

  /** How many answers it was asked for since the test began. */
  async asked(): Promise<number> {
    return (await this.#requests()).length;
  }

  /** What it was asked last. */
  async lastAsked(): Promise<unknown> {
    return (await this.#requests()).at(-1);
  }

  async #requests(): Promise<unknown[]> {
    const response = await fetch(`${this.url}/control/requests`);
    return ((await response.json()) as { requests: unknown[] }).requests;
  }

  stop(): Promise<void> {
    return this.#program.stop();
  }

  async #control(what: string, body: object): Promise<Response> {
    const response = await fetch(`${this.url}/control/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(`the simulator refuses ${what}: ${response.status} ${await response.text()}`);
    }
    return response;
  }
}

/** The text of an answer of so many words, as the simulator makes it. */
export function words(count: number): string {
  const all = [
    'share',
    'the',
    'plan',
    'keep',
    'your',
    'part',
    'and',
    'lend',
    'what',
    'you',
    'leave',
    'unused',
  ];
  return Array.from({ length: count }, (_, index) => all[index % all.length]).join(' ');
}
