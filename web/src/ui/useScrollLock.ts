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
    locks += 1;
    document.documentElement.toggleAttribute('data-locked', true);
    return () => {
      locks -= 1;
      document.documentElement.toggleAttribute('data-locked', locks > 0);
    };
  }, [locked]);
}
