import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bell as BellIcon } from 'lucide-react';
import { t } from '@/lib/i18n/t';
import { cx } from '@/ui/cx';
import { Tooltip } from '@/ui/Tooltip';
import { noticesQuery } from './noticesQuery';

/** More than this is only "more": the number has to fit. */
const SHOWN_AT_MOST = 99;

/** The way to what I am told, with how much of it is new. */
export function Bell({ className }: { className?: string }) {
  const { data } = useInfiniteQuery(noticesQuery);
  const unread = data?.pages[0]?.unread ?? 0;
  const label = unread === 0 ? t('notices.title') : t('notices.unread', { count: unread });
  return (
    <Tooltip text={label}>
      <Link
        to="/notices"
        aria-label={label}
        className={cx(
          'relative inline-flex size-10 shrink-0 touch:size-11 items-center justify-center rounded-s text-ink-soft transition-colors hover:bg-ink/6 hover:text-ink',
          className,
        )}
        activeProps={{ className: 'bg-ink/7 text-ink!', 'aria-current': 'page' }}
      >
        <BellIcon size={18} aria-hidden="true" />
        {unread > 0 ? (
          // A picture of the number, not text: the label says it in words.
          <span
            aria-hidden="true"
            data-unread={unread > SHOWN_AT_MOST ? `${SHOWN_AT_MOST}+` : unread}
            className="absolute top-1 inset-e-0.5 min-w-4 rounded-full bg-accent px-1 text-center font-semibold text-[0.6875rem] text-on-accent leading-4 tabular-nums before:content-[attr(data-unread)]"
          />
        ) : null}
      </Link>
    </Tooltip>
  );
}
