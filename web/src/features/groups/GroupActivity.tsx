import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { formatDateTime } from '@/lib/i18n/dates';
import { withNames } from '@/lib/i18n/people';
import { t } from '@/lib/i18n/t';
import { Fetched } from '@/ui/Fetched';
import { More } from '@/ui/More';
import { Section } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { eventText } from './eventText';

/** Lines that fit without hiding the rest of the page. */
const LINES = 8;

function activityQuery(groupId: string) {
  return infiniteQueryOptions({
    queryKey: keys.groupActivity(groupId),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/groups/{id}/activity', {
          params: {
            path: { id: groupId },
            query: { limit: LINES, ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    select: (data) => withNames(data.pages.flatMap((page) => page.items)),
  });
}

/** What happened in the group, the newest first: who came and went, what was agreed, billed and paid. */
export function GroupActivity({ groupId }: { groupId: string }) {
  const activity = useInfiniteQuery(activityQuery(groupId));
  return (
    <Section title={t('happened.title')}>
      <Fetched
        query={activity}
        loading={
          <Loading>
            <Skeleton className="h-40" />
          </Loading>
        }
      >
        {(lines) => (
          <ol className="flex flex-col">
            {lines.map((line) => (
              <li
                key={line.id}
                className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 border-line border-b py-2.5 text-14"
              >
                <span className="min-w-0 break-words">{eventText(line)}</span>
                <time dateTime={line.at} className="text-12 text-ink-soft tabular-nums">
                  {formatDateTime(line.at)}
                </time>
              </li>
            ))}
          </ol>
        )}
      </Fetched>
      <More query={activity} size="s" variant="quiet">
        {t('happened.more')}
      </More>
    </Section>
  );
}
