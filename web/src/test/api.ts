import { vi } from 'vitest';
import type { paths } from '@/lib/api/schema.gen';

type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';
type Of<P extends keyof paths, M extends Method> = M extends keyof paths[P] ? paths[P][M] : never;
type Json<R> = R extends { content: { 'application/json': infer Body } } ? Body : never;
type Success<Op> = Op extends { responses: infer R }
  ? Json<{ [S in keyof R]: S extends 200 | 201 | 202 ? R[S] : never }[keyof R]>
  : never;
type Params = Record<string, string>;
/** What a call answers: the body that the API document gives it, a refusal, or nothing (204). */
type Answer<Op> = Success<Op> | Refusal | Response | null;
type Call = {
  method: string;
  path: string;
  params: Params;
  query: URLSearchParams;
  body: unknown;
  headers: Headers;
};
type Handler = (call: Call) => unknown;

/** A problem document, as the server refuses. */
export class Refusal {
  readonly body: Record<string, unknown>;
  readonly status: number;

  constructor(status: number, code: string, more: Record<string, unknown> = {}) {
    this.status = status;
    this.body = {
      type: 'about:blank',
      title: code,
      status,
      code,
      detail: `The server says: ${code}.`,
      request_id: 'req_1',
      ...more,
    };
  }
}

/**
 * A pretend server behind `fetch`, typed by openapi.json: a handler can answer only what the document allows. A call
 * without a handler fails the test.
 */
export function mockApi() {
  const handlers: { method: string; pattern: RegExp; names: string[]; run: Handler }[] = [];
  const calls: Call[] = [];

  async function answer(input: Request | string, init?: RequestInit): Promise<Response> {
    const request =
      typeof input === 'string' ? new Request(new URL(input, globalThis.location.origin), init) : input;
    const url = new URL(request.url);
    const text = await request.text();
    for (const { method, pattern, names, run } of handlers) {
      const found = method === request.method ? pattern.exec(url.pathname) : null;
      if (found === null) {
        continue;
      }
      const call: Call = {
        method,
        path: url.pathname,
        params: Object.fromEntries(
          names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]),
        ),
        query: url.searchParams,
        body: text === '' ? null : JSON.parse(text),
        headers: request.headers,
      };
      calls.push(call);
      return respond(await run(call), method);
    }
    throw new Error(`Unhandled request: ${request.method} ${url.pathname}`);
  }

  vi.stubGlobal('fetch', vi.fn(answer));

  return {
    /** Answers one call of the API from now on; the newest handler for a call wins. */
    on<P extends keyof paths, M extends Method>(
      method: M,
      path: P,
      run: (call: Call) => Answer<Of<P, M>> | Promise<Answer<Of<P, M>>>,
    ) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map((name) => name[1] ?? '');
      const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`);
      handlers.unshift({ method: method.toUpperCase(), pattern, names, run });
    },
    /** The calls made so far to a path, oldest first. */
    calls(method: Method, path: string): Call[] {
      return calls.filter((call) => call.method === method.toUpperCase() && call.path === path);
    },
  };
}

export type MockApi = ReturnType<typeof mockApi>;

function respond(result: unknown, method: string): Response {
  if (result instanceof Response) {
    return result;
  }
  if (result instanceof Refusal) {
    return new Response(JSON.stringify(result.body), {
      status: result.status,
      headers: { 'content-type': 'application/problem+json' },
    });
  }
  if (result === null) {
    return new Response(null, { status: 204 });
  }
  return new Response(JSON.stringify(result), {
    status: method === 'POST' ? 201 : 200,
    headers: { 'content-type': 'application/json' },
  });
}
