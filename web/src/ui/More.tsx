import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { t } from '@/lib/i18n/t';
import { Button, type ButtonProps } from './Button';
import { cx } from './cx';
import { ProblemNote } from './ProblemNote';

type Pages = {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  /** Something of the list is to be fetched, and waits for a connection. */
  isPaused: boolean;
  error: Error | null;
  fetchNextPage(): Promise<unknown>;
};

type Props = Pick<ButtonProps, 'size' | 'variant' | 'children'> & {
  query: Pages;
  /** In the middle of the column, and not at its beginning. */
  centred?: boolean;
  /** Also fetches by itself when somebody scrolls near to the end. */
  nearby?: boolean;
};

/**
 * Fetches more of a list where there is more, and says why if that does not come. What is here stays. Without a connection it says so,
 * and goes on once that is back.
 */
export function More({ query, centred = false, nearby = false, ...button }: Props) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, isPaused, error, fetchNextPage } = query;
  const [asked, setAsked] = useState(false);
  const waits = asked && isPaused;
  const busy = isFetchingNextPage || waits;
  const place = useRef<HTMLDivElement>(null);
  useNear(place, nearby && hasNextPage && !(busy || isFetchNextPageError), () => void fetchMore());

  async function fetchMore() {
    setAsked(true);
    await fetchNextPage();
    setAsked(false);
  }

  if (!hasNextPage) {
    return null;
  }
  // What went wrong is told until it is tried again: the query keeps it until that has gone well.
  return isFetchNextPageError && !busy ? (
    <ProblemNote problem={error} onRetry={() => void fetchMore()} />
  ) : (
    <div
      ref={place}
      className={cx('flex flex-col', centred ? 'items-center self-center text-center' : 'items-start')}
    >
      <Button {...button} busy={busy} onClick={() => void fetchMore()} />
      <p role="status" className="text-12 text-ink-soft">
        {waits ? <span className="block pt-1">{t('offline.more')}</span> : null}
      </p>
    </div>
  );
}

/** How many pixels before it can be seen something counts as near. */
const NEAR = '200px';

/** Does something when a place comes near to what is seen of the page. */
function useNear(place: RefObject<HTMLElement | null>, watches: boolean, onNear: () => void): void {
  const near = useEffectEvent(onNear);
  useEffect(() => {
    const end = place.current;
    if (end === null || !watches) {
      return;
    }
    const seen = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && near(),
      { rootMargin: NEAR },
    );
    seen.observe(end);
    return () => seen.disconnect();
  }, [place, watches]);
}
