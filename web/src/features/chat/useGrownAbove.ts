import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { ScrollOwner } from './scrollOwner';
import { messagePlace } from './useJump';

/** Keeps what is seen where it is when there is more above `first`, which was the first message of the list until then. */
export function useGrownAbove(
  owner: ScrollOwner,
  list: RefObject<HTMLElement | null>,
  first: string | null,
): void {
  const before = useRef<{ message: HTMLElement; below: number } | null>(null);
  // Measured whenever the list is drawn: what is above its first message may go in the moment in which others come.
  useLayoutEffect(() => {
    const top = list.current?.offsetTop ?? 0;
    const message = first === null ? null : document.getElementById(messagePlace(first));
    const was = before.current;
    if (was !== null && was.message !== message && was.message.isConnected) {
      owner.grewAbove(was.message.offsetTop - top - was.below);
    }
    before.current = message && { message, below: message.offsetTop - top };
  });
}
