import { useRouter } from '@tanstack/react-router';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { ScrollOwner } from './scrollOwner';

const WINDOW = {
  top: () => globalThis.scrollY,
  contentHeight: () => document.documentElement.scrollHeight,
  viewHeight: () => globalThis.innerHeight,
  scrollTo: (top: number) => globalThis.scrollTo({ top, behavior: 'instant' }),
};

/** Gives the window's scrolling to a conversation whose content is `content`, from its end on, or from where something else scrolls to. */
export function useScrollOwner(
  content: RefObject<HTMLElement | null>,
  atEnd: boolean,
): {
  owner: ScrollOwner;
  away: boolean;
} {
  const [away, setAway] = useState(false);
  const made = useRef<ScrollOwner | null>(null);
  made.current ??= new ScrollOwner(WINDOW, setAway);
  const owner = made.current;
  const router = useRouter();
  const rendered = useRef(() => owner.toEnd());
  rendered.current = atEnd ? () => owner.toEnd() : () => undefined;

  useEffect(() => {
    const scrolled = () => owner.scrolled();
    const resized = () => owner.resized();
    globalThis.addEventListener('scroll', scrolled, { passive: true });
    globalThis.addEventListener('resize', resized);
    const sizes = new ResizeObserver(resized);
    if (content.current !== null) {
      sizes.observe(content.current);
    }
    // The router puts every new page where it belongs, at its top; a conversation belongs at its end.
    const stopRendered = router.subscribe('onRendered', () => rendered.current());
    rendered.current();
    return () => {
      globalThis.removeEventListener('scroll', scrolled);
      globalThis.removeEventListener('resize', resized);
      sizes.disconnect();
      stopRendered();
    };
  }, [owner, content, router]);

  return { owner, away };
}
