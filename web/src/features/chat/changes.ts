import type { QueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { asProblem } from '@/lib/api/problem';
import type { Conversation } from '@/lib/api/types';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { toast } from '@/ui/toasts';
import { patchConversation } from './queries';

/** What a person can change about a conversation. One of them at a time. */
export type Change =
  | { title: string }
  | { model: string }
  | { pinned: boolean }
  | { archived: boolean }
  | { folder_id: string | null };

/** Changes a conversation: here at once, on the server and every other device soon. What is refused is taken back. */
export async function changeConversation(
  queries: QueryClient,
  conversation: Conversation,
  change: Change,
): Promise<void> {
  const { id } = conversation;
  patchConversation(queries, id, shown(change));
  try {
    await unwrap(api.PATCH('/api/v1/conversations/{id}', { params: { path: { id } }, body: change }));
  } catch (error) {
    const { title, model, pinned, archived, folder_id } = conversation;
    patchConversation(queries, id, { title, model, pinned, archived, folder_id });
    toast(problemText(asProblem(error)));
  }
  if ('pinned' in change || 'archived' in change || 'folder_id' in change) {
    // It has left one list for another.
    await queries.invalidateQueries({ queryKey: keys.allConversations });
  }
}

/** Puts a conversation out of the way, and offers to take that back. */
export function archiveConversation(queries: QueryClient, conversation: Conversation): void {
  void changeConversation(queries, conversation, { archived: true });
  toast(t('chat.list.archived'), {
    label: t('chat.list.undo'),
    run: () =>
      void changeConversation(
        queries,
        { ...conversation, archived: true },
        conversation.pinned ? { pinned: true } : { archived: false },
      ),
  });
}

/** Pinned and archived exclude each other. */
function shown(change: Change): Partial<Conversation> {
  if ('pinned' in change) {
    return change.pinned ? { pinned: true, archived: false } : { pinned: false };
  }
  if ('archived' in change) {
    return change.archived ? { pinned: false, archived: true } : { archived: false };
  }
  return change;
}
