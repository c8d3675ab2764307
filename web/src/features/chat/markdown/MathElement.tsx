import { useLayoutEffect, useRef } from 'react';
import { cx } from '@/ui/cx';

/** Puts a finished `math` element on the page; as an element, so that no markup is ever read from a string. */
export function MathElement({ math, display }: { math: Element; display: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    place.current?.replaceChildren(math);
  }, [math]);
  return <span ref={place} className={cx('formula', display && 'formula-display')} />;
}
