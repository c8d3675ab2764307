import { onlineManager, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { createQueryClient } from '@/lib/query';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { conversation, session } from '@/test/samples';
import { heldConversation, longConversation } from './longConversation';
import { messagesQuery } from './queries';
import { useConversation } from './useConversation';

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  server.on('get', '/api/v1/conversations/{id}', () => conversation('c'));
  adoptSession(session());
});

afterEach(() => onlineManager.setOnline(true));

/** A conversation of which the newest are here, and the others are to come. */
async function opened() {
  const release = heldConversation(server, 60);
  const queries = createQueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queries}>{children}</QueryClientProvider>
  );
  const { result } = renderHook(() => useConversation('c'), { wrapper });
  await waitFor(() => expect(result.current.messages).toHaveLength(50));
  expect(result.current.earlier).toBe('coming');
  return { release, queries, result };
}

it('still waits for the others while there is no connection', async () => {
  const { release, queries, result } = await opened();
  onlineManager.setOnline(false);
  release(new Refusal(503, 'unavailable'));
  await vi.waitUntil(
    () => queries.getQueryState(messagesQuery('c').queryKey)?.fetchStatus === 'paused',
    5000,
  );
  expect(result.current).toMatchObject({ earlier: 'coming', loading: false, error: null });

  longConversation(server, 60);
  act(() => onlineManager.setOnline(true));
  await waitFor(() => expect(result.current.earlier).toBe('here'));
  expect(result.current.messages).toHaveLength(60);
});

it('says why the others cannot come, and that they are asked for again', async () => {
  const { release, result } = await opened();
  release(new Refusal(403, 'forbidden'));
  await waitFor(() => expect(result.current.earlier).toMatchObject({ code: 'forbidden' }));
  const again = heldConversation(server, 60);
  act(() => result.current.refetch());
  await waitFor(() => expect(result.current.earlier).toBe('coming'));
  expect(result.current.messages).toHaveLength(50);
  again();
  await waitFor(() => expect(result.current.messages).toHaveLength(60));
});
