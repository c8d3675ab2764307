import { infiniteQueryOptions, type QueryClient, queryOptions, skipToken } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Conversation, Message, Shelf } from '@/lib/api/types';

/** A group's conversations by their age, without those that are pinned, archived or in a folder. */
export function recentQuery(groupId: string) {
  return listQuery(keys.recentConversations(groupId), {
    group_id: groupId,
    shelf: 'recent',
    unfiled: true,
  });
}

export function pinnedQuery(groupId: string) {
  return listQuery(keys.pinnedConversations(groupId), { group_id: groupId, shelf: 'pinned', limit: 200 });
}

/** What is in a folder, without what is pinned or archived. */
export function folderQuery(groupId: string, folderId: string) {
  return listQuery(keys.folderConversations(groupId, folderId), {
    group_id: groupId,
    shelf: 'recent',
    folder_id: folderId,
  });
}

/** What is archived, of all groups. */
export const archivedQuery = listQuery(keys.archivedConversations, { shelf: 'archived' });

type Which = { group_id?: string; shelf: Shelf; folder_id?: string; unfiled?: boolean; limit?: number };

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

/** So many messages are fetched before the others: what is drawn of a conversation that opens, and a little more. */
const NEWEST = 50;

/** All messages of a conversation. Of a long one the newest are in `newestQuery` long before the others are here. */
export function messagesQuery(conversationId: string) {
  const queryKey = keys.messages(conversationId);
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }) => {
      if (client.getQueryData(queryKey) === undefined) {
        const newest = await fetchMessages(conversationId, signal, NEWEST);
        if (newest.length < NEWEST) {
          return newest;
        }
        client.setQueryData(newestQuery(conversationId).queryKey, newest);
        return keepSame(newest, await fetchMessages(conversationId, signal));
      }
      return await fetchMessages(conversationId, signal);
    },
    structuralSharing: (before, after) => keepSame(before as Message[] | undefined, after as Message[]),
  });
}

/**
 * The end of a long conversation, as it came before the rest. Apart from the whole, so that nothing that is saved, shared or printed can
 * take it for that; `messagesQuery` fetches it.
 */
export function newestQuery(conversationId: string) {
  return queryOptions<Message[]>({ queryKey: keys.newestMessages(conversationId), queryFn: skipToken });
}

async function fetchMessages(id: string, signal: AbortSignal, newest?: number): Promise<Message[]> {
  const params = { path: { id }, query: newest === undefined ? {} : { newest } };
  return (await unwrap(api.GET('/api/v1/conversations/{id}/messages', { params, signal }))).items;
}

/**
 * The list that came, with the object that was there for every message that has not changed: messages are only ever added, and
 * change until they have ended and been charged. Comparing every field of a long conversation would be felt while it is answered.
 */
function keepSame(before: readonly Message[] | undefined, after: Message[]): Message[] {
  const known = new Map(before?.map((message) => [message.id, message]));
  return after.map((message) => {
    const same = known.get(message.id);
    return same !== undefined &&
      same.status === message.status &&
      same.text === message.text &&
      same.sealed === message.sealed &&
      same.cost_nanousd === message.cost_nanousd &&
      same.usage?.estimated === message.usage?.estimated &&
      same.attachments.length === message.attachments.length
      ? same
      : message;
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
