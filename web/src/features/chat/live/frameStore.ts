import type { Store } from '@/lib/store';

/**
 * A store that tells its followers at most once per frame, however often it is set: tokens come faster than a screen
 * is drawn. `flush` tells them at once, for what must not wait for a frame (a hidden tab draws none).
 */
export function createFrameStore<T>(initial: T): Store<T> & { flush(): void } {
  let latest = initial;
  let told = initial;
  let frame: number | null = null;
  const listeners = new Set<() => void>();

  function tell() {
    if (frame !== null) {
      cancelAnimationFrame(frame);
      frame = null;
    }
    if (Object.is(told, latest)) {
      return;
    }
    told = latest;
    for (const listener of [...listeners]) {
      listener();
    }
  }

  return {
    get: () => told,
    set(next) {
      latest = next;
      frame ??= requestAnimationFrame(() => {
        frame = null;
        tell();
      });
    },
    flush: tell,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
