import type { BrowserContext } from 'playwright-core';
import type { Account } from './person';

export type Answer<T = unknown> = { status: number; body: T };

/** The HTTP API as one person, without a browser. */
export class Api {
  readonly #base: string;
  readonly #token: string;

  private constructor(base: string, token: string) {
    this.#base = base;
    this.#token = token;
  }

  static async signIn(url: string, { email, password }: Account): Promise<Api> {
    const response = await fetch(`${url}/api/v1/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (!response.ok) {
      throw new Error(`${email} cannot sign in: ${response.status} ${await response.text()}`);
    }
    const { access_token } = (await response.json()) as { access_token: string };
    return new Api(`${url}/api/v1`, access_token);
  }

  /** In the session of a browser that is signed in, as a second tab of it would do. */
  static async inBrowser(url: string, { request }: BrowserContext): Promise<Api> {
    const answer = await request.post(`${url}/api/v1/auth/refresh`);
    if (!answer.ok()) {
      throw new Error(`the browser is not signed in: ${answer.status()} ${await answer.text()}`);
    }
    return new Api(`${url}/api/v1`, ((await answer.json()) as { access_token: string }).access_token);
  }

  /** A call below `/api/v1`; a refusal is an answer too. */
  async call<T = unknown>(method: string, path: string, body?: object): Promise<Answer<T>> {
    const response = await this.#send(method, path, body);
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
  }

  /** How a call is answered, without reading what. */
  async status(method: string, path: string, body?: object): Promise<number> {
    const response = await this.#send(method, path, body);
    await response.body?.cancel();
    return response.status;
  }

  /** All events of a stream that ends. */
  async events<T>(path: string, body?: object): Promise<{ name: string; data: T }[]> {
    const response = await this.#send(body === undefined ? 'GET' : 'POST', path, body, 'text/event-stream');
    const frames = (await response.text()).split('\n\n');
    return frames.flatMap((frame) => {
      const name = /^event: ?(.*)$/m.exec(frame)?.[1];
      const data = /^data: ?(.*)$/m.exec(frame)?.[1];
      return name === undefined || data === undefined ? [] : [{ name, data: JSON.parse(data) as T }];
    });
  }

  #send(method: string, path: string, body?: object, accept = '*/*'): Promise<Response> {
    return fetch(`${this.#base}${path}`, {
      method,
      headers: {
        accept,
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** What must succeed. */
  async get<T>(path: string): Promise<T> {
    return await this.#must('GET', path);
  }

  /** The same with something to change. */
  async post<T>(path: string, body: object = {}): Promise<T> {
    return await this.#must('POST', path, body);
  }

  async #must<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.call<T>(method, path, body);
    if (answer.status >= 300) {
      throw new Error(`${method} ${path} answers ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }
}
