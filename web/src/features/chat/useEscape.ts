import { useEffect, useEffectEvent } from 'react';

/** Does it when Escape is pressed anywhere, unless that closes something or belongs to an input method. */
export function useEscape(deed: (() => void) | null): void {
  const leave = useEffectEvent(() => deed?.());
  const wanted = deed !== null;
  useEffect(() => {
    if (!wanted) {
      return;
    }
    function pressed(event: KeyboardEvent) {
      if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) {
        leave();
      }
    }
    globalThis.addEventListener('keydown', pressed);
    return () => globalThis.removeEventListener('keydown', pressed);
  }, [wanted]);
}
