import { api, unwrap } from '@/lib/api/client';
import { currentUser, sessionState } from '@/lib/api/session';
import { onLive } from '@/lib/events/live';
import { draftOf, NEW_CHAT, underwayOf, unsentOf } from './drafts';

// A draft is the same on every device: kept sealed by the server, saved a moment after the last key. Whoever typed last
// wins; what was typed here and not saved yet is never replaced by what comes from there.

const TYPING_MS = 700;
/** What all requests that outlive a page may carry together (Fetch standard), less what JSON and others need. */
const KEEPALIVE_BYTES_MAX = 48 * 1024;
/** The longest UTF-8 form of one UTF-16 unit. */
const UTF8_BYTES_MAX = 3;

/** Keeps one place's draft in step with the server until the returned function is called. */
export function followDraft(place: string): () => void {
  const draft = draftOf(place);
  const underway = underwayOf(place);
  const path = { place: place.startsWith(NEW_CHAT) ? place.slice(NEW_CHAT.length) : place };
  /** What the server has, as far as is known here. */
  let saved = '';
  /** Grows as a save begins and as it ends: what was asked for before that is older. */
  let pushes = 0;
  let pushing: { again: boolean } | null = null;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  /** One save at a time, in the order in which the texts were typed; what changes meanwhile is saved after it. */
  async function push(): Promise<void> {
    clearTimeout(waiting);
    if (pushing !== null) {
      pushing.again = true;
      return;
    }
    do {
      pushing = { again: false };
      // What changes at the same moment is one text: a question that leaves the composer is not there twice.
      await Promise.resolve();
      await save();
    } while (pushing.again);
    pushing = null;
  }

  async function save({ leaving = false } = {}): Promise<void> {
    const text = unsentOf(place);
    if (text === saved || !isSignedIn()) {
      return;
    }
    pushes += 1;
    try {
      // Outlives the page, for what was typed just before it closed. Browsers refuse that to long bodies.
      const keepalive = leaving && text.length * UTF8_BYTES_MAX < KEEPALIVE_BYTES_MAX;
      await unwrap(api.PUT('/api/v1/drafts/{place}', { params: { path }, body: { text }, keepalive }));
      saved = text;
      pushes += 1;
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
      const untouched = unsentOf(place) === saved;
      saved = text;
      if (untouched && underway.get().length === 0) {
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
      // It was taken by the server, or is not wanted any more: the other devices need not offer it.
      void push();
    } else {
      waiting = setTimeout(() => void push(), TYPING_MS);
    }
  }

  const leaving = () => void save({ leaving: true });
  const back = () => void pull();
  const stopTyped = draft.subscribe(typed);
  const stopUnderway = underway.subscribe(() => void push());
  const stopLive = onLive((event) => {
    if (
      event.name === 'hello' ||
      event.name === 'resync' ||
      (event.name === 'draft.changed' && event.place_id === path.place)
    ) {
      void pull();
    }
  });
  globalThis.addEventListener('pagehide', leaving);
  globalThis.addEventListener('online', back);
  void pull();
  return () => {
    stopTyped();
    stopUnderway();
    stopLive();
    const stopLast = underway.subscribe(() => {
      if (underway.get().length === 0) {
        // A message that was underway when its composer closed has arrived: no device need offer it any more.
        stopLast();
        void push();
      }
    });
    if (underway.get().length === 0) {
      stopLast();
    }
    globalThis.removeEventListener('pagehide', leaving);
    globalThis.removeEventListener('online', back);
    void push();
  };
}
