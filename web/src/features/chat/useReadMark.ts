import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { api, unwrap } from '@/lib/api/client';
import type { Conversation } from '@/lib/api/types';
import type { ShownMessage } from './live/shownMessages';
import { patchConversation } from './queries';

/** Tells the server, and so every device, that the open conversation was read, as soon as somebody looks at it. */
export function useReadMark(conversation: Conversation | null, messages: readonly ShownMessage[]): void {
  const queries = useQueryClient();
  const seen = useSyncExternalStore(onVisibility, isVisible);
  const id = conversation?.id;
  const last = messages.findLast(({ role, status }) => role === 'assistant' && status !== 'running')?.id;
  const wanted = seen && conversation?.unread === true;
  useEffect(() => {
    if (!wanted || id === undefined || last === undefined) {
      return;
    }
    // Outlives the page: it is read also by somebody who leaves at once.
    const call = { params: { path: { id } }, body: { read_to: last }, keepalive: true };
    unwrap(api.PATCH('/api/v1/conversations/{id}', call)).then(
      ({ unread }) => patchConversation(queries, id, { unread }),
      // It stays unread, and is told with the next answer or visit.
      () => undefined,
    );
  }, [wanted, id, last, queries]);
}

function isVisible(): boolean {
  return document.visibilityState === 'visible';
}

function onVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}
