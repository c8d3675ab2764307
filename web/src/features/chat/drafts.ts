import { sessionState } from '@/lib/api/session';
import { createStore, type Store } from '@/lib/store';
import { throughReload } from './throughReload';

// What was typed and is not the server's yet, per place: what the composer has, and what left it and is on its way. It lives in
// memory, and sealed on the server (draftSync.ts); a reload it survives as throughReload.ts says.

const drafts = new Map<string, Store<string>>();
const underway = new Map<string, Store<readonly string[]>>();
const adoptKept = throughReload('potluck.drafts', unsentDrafts, (texts) => {
  for (const [place, text] of texts) {
    restoreDraft(place, text);
  }
});

sessionState.subscribe(() => {
  if (sessionState.get().status === 'signed_out') {
    for (const texts of underway.values()) {
      texts.set([]);
    }
    for (const draft of drafts.values()) {
      draft.set('');
    }
  }
});

/** What the place of a chat that does not exist yet begins with; its group's id follows. */
export const NEW_CHAT = 'new:';

/** The place of a chat that does not exist yet. */
export function newChatPlace(groupId: string): string {
  return `${NEW_CHAT}${groupId}`;
}

/** The draft of a conversation (its id) or of a new chat. */
export function draftOf(place: string): Store<string> {
  let draft = drafts.get(place);
  if (draft === undefined) {
    adoptKept();
    draft = drafts.get(place) ?? createStore('');
    drafts.set(place, draft);
  }
  return draft;
}

/** Puts a text that could not be sent back before whatever was typed since. */
export function restoreDraft(place: string, text: string): void {
  const draft = draftOf(place);
  const since = draft.get();
  draft.set(since.trim() === '' ? text : `${text}\n\n${since}`);
}

/** The texts of a place that left its composer and that the server does not have yet. */
export function underwayOf(place: string): Store<readonly string[]> {
  let texts = underway.get(place);
  if (texts === undefined) {
    texts = createStore<readonly string[]>([]);
    underway.set(place, texts);
  }
  return texts;
}

/** Counts a text as typed and not sent, though the composer is empty, until the returned function is called. */
export function setOut(place: string, text: string): () => void {
  const texts = underwayOf(place);
  texts.set([...texts.get(), text]);
  return () => {
    const at = texts.get().indexOf(text);
    texts.set(texts.get().filter((_, index) => index !== at));
  };
}

/** All of a place's text that the server does not have as a message: what a reload or another device gets as its draft. */
export function unsentOf(place: string): string {
  return [...underwayOf(place).get(), draftOf(place).get()].filter((text) => text.trim() !== '').join('\n\n');
}

function unsentDrafts(): [place: string, text: string][] | null {
  const places = new Set([...drafts.keys(), ...underway.keys()]);
  const texts = [...places].map((place): [string, string] => [place, unsentOf(place)]);
  const unsent = texts.filter(([, text]) => text.trim() !== '');
  return unsent.length === 0 ? null : unsent;
}
