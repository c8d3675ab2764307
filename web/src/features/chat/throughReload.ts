import { currentUser, sessionState } from '@/lib/api/session';

/** What was kept, and whose it is. */
type Kept<T> = { user: string; value: T };

/**
 * Keeps something private through a reload, and only for that moment: it is put into the tab's own storage as the page goes, and taken out
 * again as it comes, so that it lies on no disk in between. `current` says what there is to keep; null: nothing. What is returned has
 * `restore` take over what the page had before the reload: once, for the same person and nobody else. What nobody asked for until the
 * page goes again is kept on.
 */
export function throughReload<T>(
  key: string,
  current: () => T | null,
  restore: (value: T) => void,
): () => void {
  let kept = take();
  globalThis.addEventListener('pagehide', keep);
  globalThis.addEventListener('pageshow', (event) => {
    if (event.persisted) {
      // Back from the browser's cache with everything still in memory.
      take();
    }
  });
  sessionState.subscribe(() => {
    if (sessionState.get().status === 'signed_out') {
      kept = null;
    }
  });

  function keep(): void {
    adopt();
    const now = leftover();
    if (now === null) {
      return;
    }
    try {
      sessionStorage.setItem(key, JSON.stringify(now));
    } catch {
      // No storage in this browser: it lives as long as the page does.
    }
  }

  function leftover(): Kept<T> | null {
    const user = currentUser();
    if (user === null) {
      // Who is here was not told yet: it stays whose it was.
      return kept;
    }
    const value = current();
    return value === null ? null : { user: user.id, value };
  }

  function take(): Kept<T> | null {
    try {
      const text = sessionStorage.getItem(key);
      sessionStorage.removeItem(key);
      return text === null ? null : (JSON.parse(text) as Kept<T>);
    } catch {
      return null;
    }
  }

  function adopt(): void {
    const user = currentUser();
    if (kept === null || user === null) {
      return;
    }
    const { user: owner, value } = kept;
    kept = null;
    if (owner === user.id) {
      restore(value);
    }
  }

  return adopt;
}
