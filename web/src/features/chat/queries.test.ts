import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, it, vi } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { session } from '@/test/samples';
import { message } from './live/turnServer';
import { messagesQuery } from './queries';

let server: MockApi;
let queries: QueryClient;

beforeEach(() => {
  server = mockApi();
  queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  adoptSession(session());
});

const query = messagesQuery('c');
const here = () => queries.getQueryData(query.queryKey)?.length;
const asked = () =>
  server.calls('get', '/api/v1/conversations/c/messages').map((call) => call.query.get('newest'));

/** A conversation with so many messages; all of them come only when `whole` does. */
function conversation(count: number, whole: Promise<unknown> = Promise.resolve()): void {
  const items = Array.from({ length: count }, (_, index) =>
    message(`q${index}`, index === 0 ? null : `q${index - 1}`),
  );
  server.on('get', '/api/v1/conversations/{id}/messages', async (call) => {
    const newest = call.query.get('newest');
    if (newest === null) {
      await whole;
      return { items, next: null };
    }
    return { items: items.slice(-Number(newest)), next: null };
  });
}

it('asks once for a short conversation', async () => {
  conversation(49);
  expect(await queries.fetchQuery(query)).toHaveLength(49);
  expect(asked()).toEqual(['50']);
});

it('has the newest of a long one first, and never takes them for all', async () => {
  let resolve = (_: unknown) => {};
  conversation(2000, new Promise((done) => (resolve = done)));
  const fetched = queries.fetchQuery(query);
  await vi.waitUntil(() => here() === 50);
  // Whoever saves or shares it now waits for all of it.
  const saved = queries.fetchQuery({ ...query, staleTime: 30_000 });
  resolve(null);
  expect(await saved).toHaveLength(2000);
  expect(await fetched).toHaveLength(2000);
  expect(asked()).toEqual(['50', null]);
});

it('asks for all of it at once when it is asked for again', async () => {
  conversation(60);
  await queries.fetchQuery(query);
  await queries.fetchQuery({ ...query, staleTime: 0 });
  expect(asked()).toEqual(['50', null, null]);
});

it('keeps the newest when the others cannot come', async () => {
  server.on('get', '/api/v1/conversations/{id}/messages', (call) =>
    call.query.has('newest')
      ? { items: Array.from({ length: 50 }, (_, index) => message(`q${index}`, 'q')), next: null }
      : new Refusal(503, 'unavailable'),
  );
  await expect(queries.fetchQuery(query)).rejects.toMatchObject({ code: 'unavailable' });
  expect(here()).toBe(50);
});
