import { useInfiniteQuery } from '@tanstack/react-query';
import { formatDateTime } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { Fetched } from '@/ui/Fetched';
import { More } from '@/ui/More';
import { Section } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { actionText } from './actionText';
import { operatorActionsQuery } from './adminCalls';

/** What operators did, the newest first. Nobody can change a line of it. */
export function OperatorActions() {
  const actions = useInfiniteQuery(operatorActionsQuery);
  return (
    <Section title={t('did.title')}>
      <p className="max-w-prose text-14 text-ink-soft">{t('did.text')}</p>
      <Fetched
        query={actions}
        loading={
          <Loading>
            <Skeleton className="h-28" />
          </Loading>
        }
      >
        {(data) => (
          <ol className="flex flex-col divide-y divide-line border-line border-y">
            {data.map((line) => (
              <li
                key={line.id}
                className="flex flex-col gap-x-4 gap-y-0.5 py-3 text-14 sm:flex-row sm:items-baseline sm:justify-between"
              >
                <span className="min-w-0 break-words">{actionText(line)}</span>
                <span className="shrink-0 text-12 text-ink-soft tabular-nums">
                  <span dir="auto">{line.operator ?? t('did.onTheMachine')}</span>
                  {' · '}
                  <time dateTime={line.at}>{formatDateTime(line.at)}</time>
                </span>
              </li>
            ))}
          </ol>
        )}
      </Fetched>
      <More query={actions} size="s">
        {t('did.more')}
      </More>
    </Section>
  );
}
