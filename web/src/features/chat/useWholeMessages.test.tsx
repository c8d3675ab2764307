import { QueryClientProvider, QueryObserver } from '@tanstack/react-query';
import { renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, it, vi } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { createQueryClient } from '@/lib/query';
import { mockApi } from '@/test/api';
import { session } from '@/test/samples';
import { heldConversation } from './longConversation';
import { messagesQuery, newestQuery } from './queries';
import { useWholeMessages } from './useWholeMessages';

it('gives all of it, also when the page that was fetching it leaves meanwhile', async () => {
  adoptSession(session());
  const release = heldConversation(mockApi(), 2000);
  const queries = createQueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queries}>{children}</QueryClientProvider>
  );
  const leave = new QueryObserver(queries, messagesQuery('c')).subscribe(() => undefined);
  await vi.waitUntil(() => queries.getQueryData(newestQuery('c').queryKey)?.length === 50);
  const { result } = renderHook(() => useWholeMessages('c'), { wrapper });
  const whole = result.current();
  leave();
  release();
  expect(await whole).toHaveLength(2000);
});
