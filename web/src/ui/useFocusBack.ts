import { useRef } from 'react';

type FocusBack = { onOpenAutoFocus(): void; onCloseAutoFocus(event: Event): void };

/** Where the focus was before what closed last, if something else had it by then. */
let handedOver: HTMLElement | null = null;

/**
 * The focus goes back to where it was before something opened over the page, unless somebody has taken it elsewhere by then. What opens in
 * the place of something else gives it back for both. For Radix's dialogs, which give it back only to a trigger of their own.
 */
export function useFocusBack(): FocusBack {
  const before = useRef<HTMLElement | null>(null);
  return {
    onOpenAutoFocus() {
      before.current = focused();
    },
    onCloseAutoFocus(event) {
      event.preventDefault();
      const back = before.current === document.body ? handedOver : before.current;
      const isFree = document.activeElement === document.body;
      handedOver = isFree ? null : back;
      if (isFree) {
        back?.focus({ preventScroll: true });
      }
    },
  };
}

/** What has the focus; for a menu, which goes with its choice, what has opened it. */
function focused(): HTMLElement | null {
  const now = document.activeElement as HTMLElement | null;
  const menu = now?.closest('[role="menu"]');
  return menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : now;
}
