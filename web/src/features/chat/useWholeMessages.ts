import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Message } from '@/lib/api/types';
import { messagesQuery } from './queries';

/** Fetches all messages of a conversation, for what is made of them. */
export function useWholeMessages(conversationId: string): () => Promise<Message[]> {
  const queries = useQueryClient();
  const query = messagesQuery(conversationId);
  // Fetches nothing by itself; but a page that leaves meanwhile would otherwise take the fetch with it.
  useQuery({ ...query, enabled: false });
  return () => queries.fetchQuery(query);
}
