import { useEffect } from 'react';
import type { ScrollOwner } from './scrollOwner';

/** Where a message is on the page. */
export function messagePlace(id: string): string {
  return `message-${id}`;
}

/** Brings a message into view once it is drawn, and marks it for a moment; a search found it. */
export function useJump(owner: ScrollOwner, to: string | null, drawn: boolean): void {
  useEffect(() => {
    const message = to === null || !drawn ? null : document.getElementById(messagePlace(to));
    if (message === null) {
      return;
    }
    owner.toElement(message);
    message.toggleAttribute('data-found', true);
    return () => {
      message.toggleAttribute('data-found', false);
    };
  }, [owner, to, drawn]);
}
