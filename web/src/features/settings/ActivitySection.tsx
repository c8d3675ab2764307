import { useInfiniteQuery } from '@tanstack/react-query';
import type { Activity } from '@/lib/api/types';
import { formatDateTime } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { cx } from '@/ui/cx';
import { Fetched } from '@/ui/Fetched';
import { More } from '@/ui/More';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { activityQuery } from './activityQuery';

/** What somebody should look into if it was not them. */
const ALARMING: readonly Activity['action'][] = ['sign_in_failed', 'second_factor_failed', 'token_reused'];

/** What happened to the account: did I do this? */
export function ActivitySection() {
  const activity = useInfiniteQuery(activityQuery);
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-prose text-14 text-ink-soft">{t('activity.text')}</p>
      <Fetched
        query={activity}
        loading={
          <Loading>
            <Skeleton className="h-40" />
          </Loading>
        }
      >
        {(lines) => (
          <>
            <ul className="flex flex-col divide-y divide-line border-line border-y">
              {lines.map((line) => (
                <Line key={line.id} line={line} />
              ))}
            </ul>
            <More query={activity} size="s" variant="quiet">
              {t('activity.more')}
            </More>
          </>
        )}
      </Fetched>
    </div>
  );
}

function Line({ line }: { line: Activity }) {
  const where = [line.this_session ? t('activity.here') : null, line.browser, line.system, line.place].filter(
    Boolean,
  );
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-3">
      <p className="flex min-w-0 flex-col gap-0.5">
        <span className={cx('text-14', ALARMING.includes(line.action) && 'font-medium text-bad')}>
          {t(`activity.${line.action}`)}
          {line.about ? <span className="text-ink-soft"> · {line.about}</span> : null}
        </span>
        {where.length > 0 ? (
          <span className="break-words text-12 text-ink-soft">{where.join(' · ')}</span>
        ) : null}
      </p>
      <time dateTime={line.at} className="text-12 text-ink-soft tabular-nums">
        {formatDateTime(line.at)}
      </time>
    </li>
  );
}
