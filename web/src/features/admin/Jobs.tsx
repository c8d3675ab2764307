import { useInfiniteQuery } from '@tanstack/react-query';
import type { Backlog, PeriodicWork } from '@/lib/api/types';
import { formatDateTime } from '@/lib/i18n/dates';
import { locale } from '@/lib/i18n/locale';
import { t } from '@/lib/i18n/t';
import { FactTable } from '@/ui/FactTable';
import { Fetched } from '@/ui/Fetched';
import { More } from '@/ui/More';
import { Section } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { jobsQuery } from './adminCalls';
import { JobRow } from './JobRow';
import { kindText } from './kindText';

const count = new Intl.NumberFormat(locale());

/** What the server does by itself: when it last did, what waits, and what failed. */
export function Jobs() {
  const jobs = useInfiniteQuery(jobsQuery);
  return (
    <Section title={t('jobs.title')}>
      <p className="max-w-prose text-14 text-ink-soft">{t('jobs.text')}</p>
      <Fetched
        query={jobs}
        loading={
          <Loading>
            <Skeleton className="h-80 max-sm:h-176" />
          </Loading>
        }
      >
        {(data) => (
          <>
            {data.work.length === 0 ? null : <Work work={data.work} />}
            {data.backlogs.length === 0 ? (
              <p className="text-14">{t('jobs.nothingWaits')}</p>
            ) : (
              <Backlogs backlogs={data.backlogs} />
            )}
            {data.jobs.length === 0 ? null : (
              <Section title={t('jobs.queue')}>
                <ul className="flex flex-col divide-y divide-line border-line border-y">
                  {data.jobs.map((job) => (
                    <JobRow key={job.id} job={job} />
                  ))}
                </ul>
                <More query={jobs} size="s">
                  {t('jobs.more')}
                </More>
              </Section>
            )}
          </>
        )}
      </Fetched>
    </Section>
  );
}

function Work({ work }: { work: readonly PeriodicWork[] }) {
  return (
    <FactTable
      label={t('jobs.work')}
      names={t('jobs.work')}
      nameOf={({ work, name }) => (work === null ? t('operator.newer', { name }) : t(`jobs.work.${work}`))}
      keyOf={({ name }) => name}
      columns={[
        { title: t('jobs.done'), fact: ({ succeeded_at }) => moment(succeeded_at) },
        {
          title: t('jobs.failed'),
          fact: ({ failed_at }) => moment(failed_at),
          look: (went) => (isBroken(went) ? 'font-semibold text-bad' : undefined),
        },
      ]}
      rows={work}
    />
  );
}

function Backlogs({ backlogs }: { backlogs: readonly Backlog[] }) {
  return (
    <FactTable
      label={t('jobs.backlogs')}
      names={t('jobs.backlogs')}
      nameOf={(backlog) => kindText(backlog)}
      keyOf={({ name }) => name}
      columns={[
        { title: t('jobs.waiting'), fact: ({ waiting }) => count.format(waiting) },
        {
          title: t('jobs.failing'),
          fact: ({ failing }) => count.format(failing),
          look: ({ failing }) => (failing > 0 ? 'font-semibold text-bad' : undefined),
        },
        { title: t('jobs.oldest'), fact: ({ since }) => moment(since) },
      ]}
      rows={backlogs}
    />
  );
}

/** Whether it failed after it went well last. */
function isBroken({ succeeded_at, failed_at }: PeriodicWork): boolean {
  return failed_at !== null && (succeeded_at === null || Date.parse(failed_at) > Date.parse(succeeded_at));
}

function moment(at: string | null): string {
  return at === null ? t('jobs.never') : formatDateTime(at);
}
