import type { InfiniteData } from '@tanstack/react-query';
import type { Conversation } from '@/lib/api/types';

type Listed = InfiniteData<{ items: Conversation[] }, unknown> | undefined;

/**
 * Sorts what several lists know into pinned and recent, each once and newest first: what was pinned a moment ago is still
 * fetched among the recent. What is in a folder is not among them.
 */
export function shelves(lists: readonly Listed[], hidden: ReadonlySet<string>) {
  const known = new Map<string, Conversation>();
  for (const conversation of lists.flatMap((list) => list?.pages ?? []).flatMap(({ items }) => items)) {
    if (!(conversation.archived || hidden.has(conversation.id))) {
      known.set(conversation.id, conversation);
    }
  }
  const all = [...known.values()].sort((a, b) => Date.parse(b.updated_at) - Date.parse(a.updated_at));
  return {
    pinned: all.filter(({ pinned }) => pinned),
    recent: all.filter(({ pinned, folder_id }) => !pinned && folder_id === null),
  };
}
