import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bell, CheckCheck } from 'lucide-react';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { asProblem } from '@/lib/api/problem';
import type { ToldNotice } from '@/lib/api/types';
import { formatDateTime } from '@/lib/i18n/dates';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { EmptyState } from '@/ui/EmptyState';
import { Fetched } from '@/ui/Fetched';
import { More } from '@/ui/More';
import { Page } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toasts';
import { noticesQuery } from './noticesQuery';
import { noticeText } from './noticeText';

/** What I am told: each line leads to where something can be done about it. */
export function NoticesPage() {
  const queries = useQueryClient();
  const told = useInfiniteQuery(noticesQuery);
  const notices = told.data?.pages.flatMap((page) => page.items) ?? [];
  const newest = notices[0];

  async function read(call: Promise<unknown>) {
    try {
      await call;
      await queries.invalidateQueries({ queryKey: keys.notices });
    } catch (error) {
      toast(problemText(asProblem(error)));
    }
  }

  return (
    <Page
      title={t('notices.title')}
      lead={t('notices.lead')}
      width="m"
      actions={
        newest && notices.some((notice) => !notice.read) ? (
          <Button
            icon={<CheckCheck size={17} aria-hidden="true" />}
            onClick={() => read(unwrap(api.POST('/api/v1/notices/read', { body: { up_to: newest.id } })))}
          >
            {t('notices.readAll')}
          </Button>
        ) : null
      }
    >
      <Fetched
        query={told}
        loading={
          <Loading>
            <Skeleton className="h-56" />
          </Loading>
        }
      >
        {() =>
          notices.length === 0 ? (
            <EmptyState
              title={t('notices.empty')}
              picture={<Bell size={40} strokeWidth={1.25} aria-hidden="true" />}
            >
              {t('notices.emptyText')}
            </EmptyState>
          ) : (
            <ul className="flex flex-col divide-y divide-line border-line border-y">
              {notices.map((notice) => (
                <Line
                  key={notice.id}
                  notice={notice}
                  onOpen={() =>
                    void read(
                      unwrap(api.POST('/api/v1/notices/{id}/read', { params: { path: { id: notice.id } } })),
                    )
                  }
                />
              ))}
            </ul>
          )
        }
      </Fetched>
      <More query={told} centred>
        {t('notices.older')}
      </More>
    </Page>
  );
}

function Line({ notice, onOpen }: { notice: ToldNotice; onOpen(): void }) {
  return (
    <li>
      <Link
        to={notice.path}
        onClick={notice.read ? undefined : onOpen}
        className="-mx-2 flex items-baseline gap-3 rounded-s px-2 py-3.5 transition-colors hover:bg-ink/5"
      >
        <span
          aria-hidden="true"
          className={cx(
            'size-2 shrink-0 translate-y-[-1px] rounded-full',
            notice.read ? 'bg-transparent' : 'bg-accent',
          )}
        />
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className={cx('break-words text-16', !notice.read && 'font-medium')}>
            {notice.read ? null : <span className="sr-only">{t('notices.new')}: </span>}
            {noticeText(notice)}
          </span>
          <time dateTime={notice.at} className="text-12 text-ink-soft tabular-nums">
            {formatDateTime(notice.at)}
          </time>
        </span>
      </Link>
    </li>
  );
}
