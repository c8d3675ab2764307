import type { QueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { asProblem } from '@/lib/api/problem';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { createStore } from '@/lib/store';
import { type ToastAction, toast, toasts } from '@/ui/toasts';
import { dropEdits } from './edits';

/** Conversations that are being deleted: out of sight at once, gone when it can no longer be undone. */
export const deletedConversations = createStore<ReadonlySet<string>>(new Set());

/**
 * Deletes a conversation, unless that is undone while the toast that says so is shown. Closing the page does not
 * undo it.
 */
export function deleteConversation(queries: QueryClient, id: string): void {
  const action: ToastAction = { label: t('chat.list.undo'), run: () => decide(false) };
  let decided = false;

  function decide(really: boolean) {
    if (!decided) {
      decided = true;
      stopToasts();
      globalThis.removeEventListener('pagehide', leaving);
      if (really) {
        void remove(queries, id);
      } else {
        hide(id, false);
      }
    }
  }

  const leaving = () => decide(true);
  hide(id, true);
  toast(t('chat.list.deleted'), action);
  const stopToasts = toasts.subscribe(() => {
    if (!toasts.get().some((item) => item.action === action)) {
      decide(true);
    }
  });
  globalThis.addEventListener('pagehide', leaving);
}

/** Deletes a conversation that was not meant to stay, without a word. */
export function discardConversation(queries: QueryClient, id: string): void {
  void remove(queries, id);
}

async function remove(queries: QueryClient, id: string): Promise<void> {
  try {
    // Outlives the page, for a deletion that its closing decides.
    await unwrap(api.DELETE('/api/v1/conversations/{id}', { params: { path: { id } }, keepalive: true }));
    queries.removeQueries({ queryKey: keys.conversation(id) });
    dropEdits(id);
  } catch (error) {
    const problem = asProblem(error);
    if (problem.code === 'not_found') {
      dropEdits(id);
    } else {
      hide(id, false);
      toast(problemText(problem));
    }
  }
  await queries.invalidateQueries({ queryKey: keys.allConversations });
}

function hide(id: string, hidden: boolean): void {
  const next = new Set(deletedConversations.get());
  if (hidden) {
    next.add(id);
  } else {
    next.delete(id);
  }
  deletedConversations.set(next);
}
