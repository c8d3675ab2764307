import type { Store } from '@/lib/store';

/** So many times as long as drawing took, nothing is told after it: most of the time belongs to whoever types and scrolls. */
const REST = 2;
/** The longest rest: a clock that ran on while the device slept says nothing about drawing. */
const REST_MS_MAX = 250;

/**
 * A store that tells its followers at most once per frame, however often it is set: tokens come faster than a screen
 * is drawn, and less often where drawing takes long. `flush` tells them at once, for what must not wait for a frame (a
 * hidden tab draws none).
 */
export function createFrameStore<T>(initial: T): Store<T> & { flush(): void } {
  let latest = initial;
  let told = initial;
  let frame: number | null = null;
  let restUntil = 0;
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
    const began = performance.now();
    for (const listener of [...listeners]) {
      listener();
    }
    // React draws in a microtask, which it queued when it was told.
    queueMicrotask(() => {
      const now = performance.now();
      restUntil = now + Math.min(REST * (now - began), REST_MS_MAX);
    });
  }

  function tellInFrame() {
    frame = requestAnimationFrame(() => {
      frame = null;
      if (performance.now() < restUntil) {
        tellInFrame();
      } else {
        tell();
      }
    });
  }

  return {
    get: () => told,
    set(next) {
      latest = next;
      if (frame === null) {
        tellInFrame();
      }
    },
    flush: tell,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
