import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Conversation } from '@/lib/api/types';

export function conversationsQuery(groupId: string) {
  return infiniteQueryOptions({
    queryKey: keys.conversations(groupId),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/conversations', {
          params: {
            query: { group_id: groupId, ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
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
