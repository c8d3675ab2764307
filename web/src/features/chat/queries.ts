import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Conversation, Shelf } from '@/lib/api/types';

/** A group's conversations by their age, without those that are pinned or archived. */
export function recentQuery(groupId: string) {
  return listQuery(keys.recentConversations(groupId), { group_id: groupId, shelf: 'recent' });
}

export function pinnedQuery(groupId: string) {
  return listQuery(keys.pinnedConversations(groupId), { group_id: groupId, shelf: 'pinned', limit: 200 });
}

/** What is archived, of all groups. */
export const archivedQuery = listQuery(keys.archivedConversations, { shelf: 'archived' });

type Which = { group_id?: string; shelf: Shelf; limit?: number };

function listQuery<Key extends readonly string[]>(queryKey: Key, which: Which) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/conversations', {
          params: { query: { ...which, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

export function conversationQuery(id: string) {
  return queryOptions({
    queryKey: keys.conversation(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/conversations/{id}', { params: { path: { id } }, signal })),
  });
}

export function messagesQuery(conversationId: string) {
  return queryOptions({
    queryKey: keys.messages(conversationId),
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET('/api/v1/conversations/{id}/messages', {
            params: { path: { id: conversationId } },
            signal,
          }),
        )
      ).items,
  });
}

export function instructionsQuery(conversationId: string) {
  return queryOptions({
    queryKey: keys.instructions(conversationId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/conversations/{id}/instructions', {
          params: { path: { id: conversationId } },
          signal,
        }),
      ),
  });
}

/** Writes a change into every copy of a conversation that is cached, until the server's own comes. */
export function patchConversation(queries: QueryClient, id: string, change: Partial<Conversation>): void {
  queries.setQueryData(conversationQuery(id).queryKey, (old) => (old ? { ...old, ...change } : old));
  queries.setQueriesData<ConversationPages>({ queryKey: keys.allConversations }, (old) =>
    old
      ? {
          ...old,
          pages: old.pages.map((page) => ({
            ...page,
            items: page.items.map((item) => (item.id === id ? { ...item, ...change } : item)),
          })),
        }
      : old,
  );
}

/** The conversation as any cached list has it. */
export function cachedConversation(queries: QueryClient, id: string): Conversation | undefined {
  return queries
    .getQueriesData<ConversationPages>({ queryKey: keys.allConversations })
    .flatMap(([, data]) => data?.pages ?? [])
    .flatMap(({ items }) => items)
    .find((item) => item.id === id);
}

type ConversationPages = {
  pages: { items: Conversation[]; next?: string | null }[];
  pageParams: (string | null)[];
};
