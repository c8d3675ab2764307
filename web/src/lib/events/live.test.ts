import { expect, test, vi } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { createQueryClient } from '@/lib/query';
import { mockApi } from '@/test/api';
import { session } from '@/test/samples';
import { followLive, onLive } from './live';

test('whoever cannot take an event deafens nobody, and is reported', async () => {
  const reported = vi.fn();
  vi.stubGlobal('reportError', reported);
  adoptSession(session());
  const server = mockApi();
  const news = ['hello', 'folders.changed'].map((name) => `event: ${name}\ndata: {}\n\n`);
  server.on('get', '/api/v1/events', () => new Response(news.join('')));
  const wrong = new TypeError('folders is undefined');
  const heard: string[] = [];
  const ending = new AbortController();
  const stops = [
    onLive(({ name }) => {
      if (name === 'hello') {
        throw wrong;
      }
    }),
    onLive(({ name }) => {
      heard.push(name);
      if (name === 'folders.changed') {
        ending.abort();
      }
    }),
  ];
  await followLive(createQueryClient(), ending.signal);
  for (const stop of stops) {
    stop();
  }
  expect(heard).toEqual(['hello', 'folders.changed']);
  expect(reported.mock.calls).toEqual([[wrong]]);
  expect(server.calls('get', '/api/v1/events')).toHaveLength(1);
});
