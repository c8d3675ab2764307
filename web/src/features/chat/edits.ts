import { sessionState } from '@/lib/api/session';
import { createStore, type Store } from '@/lib/store';
import { throughReload } from './throughReload';

// The questions that are being rewritten, per conversation, and as what. They live in memory, while other chats are looked at too; a reload
// they survive as throughReload.ts says.

/** A question being rewritten: what it says, and what it is to say. */
export type Edit = { readonly messageId: string; readonly before: string; readonly text: Store<string> };

/** The same, as it is kept. */
type Kept = { conversationId: string; messageId: string; before: string; text: string };

const NONE: readonly Edit[] = [];
const edits = new Map<string, Store<readonly Edit[]>>();
const adoptKept = throughReload('potluck.edits', changedEdits, (kept) => {
  for (const { conversationId, messageId, before, text } of kept) {
    const store = storeOf(conversationId);
    store.set([...store.get(), { messageId, before, text: createStore(text) }]);
  }
});

sessionState.subscribe(() => {
  if (sessionState.get().status === 'signed_out') {
    for (const store of edits.values()) {
      store.set(NONE);
    }
  }
});

/** What is being rewritten in a conversation. */
export function editsOf(conversationId: string): Store<readonly Edit[]> {
  adoptKept();
  return storeOf(conversationId);
}

/** Begins to rewrite a question, or goes on where it is being rewritten already. Another stays only where it says something else by now. */
export function beginEdit(conversationId: string, question: { id: string; text: string }): void {
  const { id: messageId, text } = question;
  const store = editsOf(conversationId);
  const begun = store.get().find((edit) => edit.messageId === messageId);
  const others = store.get().filter((edit) => edit !== begun && isChanged(edit));
  // Another object, so that its field hears that somebody comes for it.
  store.set([
    ...others,
    begun === undefined ? { messageId, before: text, text: createStore(text) } : { ...begun },
  ]);
}

/** Whether it is to say something else. */
export function isChanged({ before, text }: Edit): boolean {
  const now = text.get().trim();
  return now !== '' && now !== before.trim();
}

/** Ends the rewriting of a question. */
export function endEdit(conversationId: string, messageId: string): void {
  keep(conversationId, (edit) => edit.messageId !== messageId);
}

/** Ends what changed nothing. */
export function dropUnchanged(conversationId: string): void {
  keep(conversationId, isChanged);
}

/** Ends what rewrites a question that is gone. `here` holds every message that the conversation has. */
export function dropGone(conversationId: string, here: readonly { readonly id: string }[]): void {
  keep(conversationId, ({ messageId }) => here.some(({ id }) => id === messageId));
}

/** Ends all of a conversation that is gone. */
export function dropEdits(conversationId: string): void {
  keep(conversationId, () => false);
}

function keep(conversationId: string, stays: (edit: Edit) => boolean): void {
  const store = editsOf(conversationId);
  const kept = store.get().filter(stays);
  if (kept.length < store.get().length) {
    store.set(kept);
  }
}

function storeOf(conversationId: string): Store<readonly Edit[]> {
  let store = edits.get(conversationId);
  if (store === undefined) {
    store = createStore(NONE);
    edits.set(conversationId, store);
  }
  return store;
}

function changedEdits(): Kept[] | null {
  const changed = [...edits].flatMap(([conversationId, store]): Kept[] =>
    store
      .get()
      .filter(isChanged)
      .map((edit) => ({ ...edit, conversationId, text: edit.text.get() })),
  );
  return changed.length === 0 ? null : changed;
}
