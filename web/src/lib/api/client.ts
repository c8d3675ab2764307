import createClient from 'openapi-fetch';
import { problemFrom, readProblem } from './problem';
import { reach } from './reach';
import type { paths } from './schema.gen';
import { bearer, currentUser, renew } from './session';
import type { User } from './types';

/**
 * `fetch` as the signed-in person. An expired token is refreshed first, a refused one once; when that fails too, the
 * request waits behind the sign-in dialog and then goes out unchanged, so that nothing typed is lost.
 */
async function authorisedFetch(request: Request): Promise<Response> {
  const again = request.clone();
  const person = currentUser();
  const token = await bearer();
  dropIfNotOf(person);
  const response = await send(request, token);
  if (response.status !== 401 || token === null) {
    return response;
  }
  const renewed = await renew(token);
  dropIfNotOf(person);
  return renewed === null ? response : send(again, renewed);
}

/** Somebody else may have signed in by another tab meanwhile: what this person asked for is not sent in their name. */
function dropIfNotOf(person: User | null): void {
  const now = currentUser();
  if (person !== null && now !== null && now.id !== person.id) {
    throw new DOMException('asked for by somebody who is not signed in any more', 'AbortError');
  }
}

function send(request: Request, token: string | null): Promise<Response> {
  if (token !== null) {
    request.headers.set('Authorization', `Bearer ${token}`);
  }
  return reach(request);
}

/** The API as the caller; for visitors the same without a token. */
export const api = createClient<paths>({
  baseUrl: globalThis.location.origin,
  fetch: authorisedFetch,
});

/** Signing up, in and out: these carry no token, and their 401 is an answer and not an expiry. */
export const openApi = createClient<paths>({
  baseUrl: globalThis.location.origin,
  credentials: 'same-origin',
  fetch: (request) => reach(request),
});

/** The header that lets a call be sent again without being done twice. */
export function idempotent(key: string): Record<string, string> {
  return { 'Idempotency-Key': key };
}

/** The answer's body, or the refusal thrown as a `Problem`. */
export async function unwrap<T>(
  call: Promise<{ data?: T | undefined; error?: unknown; response: Response }>,
): Promise<T> {
  const answer = await call;
  if (!answer.response.ok) {
    throw problemFrom(answer.response, answer.error);
  }
  return answer.data as T;
}

/** Opens a `text/event-stream`; anything else than a stream is thrown as a `Problem`. */
export async function openStream(
  path: string,
  init: RequestInit & { lastEventId?: string | null } = {},
): Promise<Response> {
  const { lastEventId, ...rest } = init;
  const request = new Request(`${globalThis.location.origin}${path}`, { cache: 'no-store', ...rest });
  request.headers.set('Accept', 'text/event-stream');
  if (lastEventId) {
    request.headers.set('Last-Event-ID', lastEventId);
  }
  const response = await authorisedFetch(request);
  if (!response.ok) {
    throw await readProblem(response);
  }
  return response;
}
