import { sessionState } from '@/lib/api/session';
import { createStore, type Store } from '@/lib/store';
import { throughReload } from './throughReload';

// The question that is being rewritten, per conversation, and as what. It lives in memory, while other chats are looked at too; a reload
// it survives as throughReload.ts says.

/** A question being rewritten: what it says, and what it is to say. */
export type Edit = { readonly messageId: string; readonly before: string; readonly text: Store<string> };

/** The same, as it is kept. */
type Kept = { conversationId: string; messageId: string; before: string; text: string };

const edits = new Map<string, Store<Edit | null>>();
const adoptKept = throughReload('potluck.edits', changedEdits, (kept) => {
  for (const { conversationId, messageId, before, text } of kept) {
    storeOf(conversationId).set({ messageId, before, text: createStore(text) });
  }
});

sessionState.subscribe(() => {
  if (sessionState.get().status === 'signed_out') {
    for (const edit of edits.values()) {
      edit.set(null);
    }
  }
});

/** What is being rewritten in a conversation; null: nothing. */
export function editOf(conversationId: string): Store<Edit | null> {
  adoptKept();
  return storeOf(conversationId);
}

/** Begins to rewrite a question. */
export function beginEdit(conversationId: string, question: { id: string; text: string }): void {
  const { id: messageId, text } = question;
  storeOf(conversationId).set({ messageId, before: text, text: createStore(text) });
}

/** Whether it is to say something else. */
export function isChanged({ before, text }: Edit): boolean {
  const now = text.get().trim();
  return now !== '' && now !== before.trim();
}

/** Ends a rewriting that changed nothing. */
export function dropUnchanged(conversationId: string): void {
  const edit = storeOf(conversationId);
  const now = edit.get();
  if (now !== null && !isChanged(now)) {
    edit.set(null);
  }
}

function storeOf(conversationId: string): Store<Edit | null> {
  let edit = edits.get(conversationId);
  if (edit === undefined) {
    edit = createStore<Edit | null>(null);
    edits.set(conversationId, edit);
  }
  return edit;
}

function changedEdits(): Kept[] | null {
  const changed = [...edits].flatMap(([conversationId, store]): Kept[] => {
    const edit = store.get();
    return edit !== null && isChanged(edit) ? [{ ...edit, conversationId, text: edit.text.get() }] : [];
  });
  return changed.length === 0 ? null : changed;
}
