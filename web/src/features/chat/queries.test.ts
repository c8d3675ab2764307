import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, it, vi } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { session } from '@/test/samples';
import { message } from './live/turnServer';
import { heldConversation, longConversation } from './longConversation';
import { messagesQuery, newestQuery } from './queries';

let server: MockApi;
let queries: QueryClient;

beforeEach(() => {
  server = mockApi();
  queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  adoptSession(session());
});

const query = messagesQuery('c');
const all = () => queries.getQueryData(query.queryKey)?.length;
const newest = () => queries.getQueryData(newestQuery('c').queryKey)?.length;
const asked = () =>
  server.calls('get', '/api/v1/conversations/c/messages').map((call) => call.query.get('newest'));

it('asks once for a short conversation', async () => {
  longConversation(server, 49);
  expect(await queries.fetchQuery(query)).toHaveLength(49);
  expect(asked()).toEqual(['50']);
});

it('has the newest of a long one first, and never takes them for all', async () => {
  const release = heldConversation(server, 2000);
  const fetched = queries.fetchQuery(query);
  await vi.waitUntil(() => newest() === 50);
  expect(all()).toBeUndefined();
  // Whoever saves or shares it now waits for all of it.
  const saved = queries.fetchQuery({ ...query, staleTime: 30_000 });
  release();
  expect(await saved).toHaveLength(2000);
  expect(await fetched).toHaveLength(2000);
  expect(asked()).toEqual(['50', null]);
});

it('asks for all of it at once when it is asked for again', async () => {
  longConversation(server, 60);
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
  expect([newest(), all()]).toEqual([50, undefined]);
});
