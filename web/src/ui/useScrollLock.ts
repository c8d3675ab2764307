import { useEffect } from 'react';

let locks = 0;

/**
 * Keeps the page behind a dialog still while `locked`. By an attribute that app.css knows: the usual libraries write
 * a style element into the page, which its security policy refuses.
 */
export function useScrollLock(locked: boolean): void {
  useEffect(() => {
    if (!locked) {
      return;
    }
    const page = document.documentElement;
    if (locks === 0) {
      // The room of the scroll bar stays, so that nothing jumps sideways.
      page.style.setProperty('--scrollbar', `${globalThis.innerWidth - page.clientWidth}px`);
    }
    locks += 1;
    page.toggleAttribute('data-locked', true);
    return () => {
      locks -= 1;
      page.toggleAttribute('data-locked', locks > 0);
    };
  }, [locked]);
}
