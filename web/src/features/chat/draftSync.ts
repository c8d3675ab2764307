import { api, unwrap } from '@/lib/api/client';
import { currentUser, sessionState } from '@/lib/api/session';
import { onLive } from '@/lib/events/live';
import { draftOf, NEW_CHAT } from './drafts';

// A draft is the same on every device: kept sealed by the server, saved a moment after the last key. Whoever typed last
// wins; what was typed here and not saved yet is never replaced by what comes from there.

const TYPING_MS = 700;

/** Keeps one place's draft in step with the server until the returned function is called. */
export function followDraft(place: string): () => void {
  const draft = draftOf(place);
  const path = { place: place.startsWith(NEW_CHAT) ? place.slice(NEW_CHAT.length) : place };
  /** What the server has, as far as is known here. */
  let saved = '';
  let pushes = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  async function push(): Promise<void> {
    clearTimeout(waiting);
    const text = draft.get();
    if (text === saved || !isSignedIn()) {
      return;
    }
    pushes += 1;
    try {
      // Outlives the page, for what was typed just before it closed.
      await unwrap(api.PUT('/api/v1/drafts/{place}', { params: { path }, body: { text }, keepalive: true }));
      saved = text;
    } catch {
      // It stays here, and is saved with the next key or the next connection.
    }
  }

  async function pull(): Promise<void> {
    const before = pushes;
    try {
      const { text } = await unwrap(api.GET('/api/v1/drafts/{place}', { params: { path } }));
      if (pushes !== before) {
        // Older than what was saved meanwhile.
        return;
      }
      const untouched = draft.get() === saved;
      saved = text;
      if (untouched) {
        draft.set(text);
      } else {
        void push();
      }
    } catch {
      // Without a connection it is what was typed here.
    }
  }

  function isSignedIn(): boolean {
    return currentUser() !== null && sessionState.get().status === 'signed_in';
  }

  function typed(): void {
    clearTimeout(waiting);
    if (draft.get() === '') {
      // It was sent, or is not wanted any more: the other devices need not offer it.
      void push();
    } else {
      waiting = setTimeout(() => void push(), TYPING_MS);
    }
  }

  const leaving = () => void push();
  const back = () => void pull();
  const stopTyped = draft.subscribe(typed);
  const stopLive = onLive((event) => {
    if (event.name === 'hello' || (event.name === 'draft.changed' && event.place_id === path.place)) {
      void pull();
    }
  });
  globalThis.addEventListener('pagehide', leaving);
  globalThis.addEventListener('online', back);
  void pull();
  return () => {
    stopTyped();
    stopLive();
    globalThis.removeEventListener('pagehide', leaving);
    globalThis.removeEventListener('online', back);
    void push();
  };
}
