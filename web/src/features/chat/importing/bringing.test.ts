import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, it, vi } from 'vitest';
import { adoptSession, forget } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { session } from '@/test/samples';
import { bring, bringing, stopBringing } from './bringing';

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  adoptSession(session());
});

/** A file of Claude's with so many chats, the last of which is none. */
function exported(count: number): File {
  const chats = Array.from({ length: count }, (_, index) => ({
    uuid: `chat-${index}`,
    name: `Chat ${index}`,
    chat_messages:
      index === count - 1 ? [] : [{ uuid: 'm', sender: 'human', text: 'Hello?', created_at: '2026-01-01' }],
  }));
  const text = JSON.stringify(chats);
  // jsdom's own files cannot be read.
  return {
    slice: () => ({ arrayBuffer: async () => new TextEncoder().encode(text).buffer }),
    text: async () => text,
  } as unknown as File;
}

const go = (file: File) => bring(new QueryClient(), file, 'g');

it('counts what came, what was there before, and what cannot be read', async () => {
  let calls = 0;
  server.on('post', '/api/v1/conversations/import', () => {
    calls += 1;
    return { id: `c${calls}`, known: calls === 2 };
  });
  await go(exported(4));
  expect(bringing.get()).toEqual({
    groupId: 'g',
    step: 'done',
    tally: { brought: 2, known: 1, unreadable: 1, count: 4 },
  });
});

it('ends with the chat that is on its way when it is stopped, from whatever page', async () => {
  server.on('post', '/api/v1/conversations/import', () => {
    stopBringing();
    return { id: 'c', known: false };
  });
  await go(exported(4));
  expect(bringing.get()).toEqual({
    groupId: 'g',
    step: 'stopped',
    tally: { brought: 1, known: 0, unreadable: 0, count: 4 },
  });
});

it('says why it cannot go on, and how far it came', async () => {
  server.on('post', '/api/v1/conversations/import', () => new Refusal(503, 'shutting_down'));
  await go(exported(2));
  expect(bringing.get()).toMatchObject({ step: 'refused', tally: { brought: 0, count: 2 } });
});

it('ends with the session, and leaves nothing for whoever comes next', async () => {
  const imported = vi.fn(() => {
    forget();
    return { id: 'c', known: false };
  });
  server.on('post', '/api/v1/conversations/import', imported);
  await go(exported(4));
  expect([imported.mock.calls.length, bringing.get()]).toEqual([1, { step: 'idle' }]);
});
