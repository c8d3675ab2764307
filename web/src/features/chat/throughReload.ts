import { currentUser, sessionState } from '@/lib/api/session';

/** What was kept, and whose it is. */
type Kept<T> = { user: string; value: T };

/**
 * Keeps something private through a reload, and only for that moment: it is put into the tab's own storage as the page goes, and taken out
 * again as it comes, so that it lies on no disk in between. `current` says what there is to keep; null: nothing.
 */
export function throughReload<T>(
  key: string,
  current: () => T | null,
): {
  /** What the page had before the reload: handed out once, to the same person and nobody else. Null: nothing. */
  adopt(): T | null;
} {
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
    const user = currentUser();
    const value = user === null ? null : current();
    if (user === null || value === null) {
      return;
    }
    try {
      sessionStorage.setItem(key, JSON.stringify({ user: user.id, value } satisfies Kept<T>));
    } catch {
      // No storage in this browser: it lives as long as the page does.
    }
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

  return {
    adopt() {
      const user = currentUser();
      if (kept === null || user === null) {
        return null;
      }
      const { user: owner, value } = kept;
      kept = null;
      return owner === user.id ? value : null;
    },
  };
}
