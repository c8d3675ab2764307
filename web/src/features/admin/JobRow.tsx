import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '@/lib/api/keys';
import { asProblem, type Problem } from '@/lib/api/problem';
import type { Job } from '@/lib/api/types';
import { formatDateTime } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';
import { retryJob } from './adminCalls';
import { kindText } from './kindText';

/** A job in the queue: how it stands, why it failed, and having it tried again. */
export function JobRow({ job }: { job: Job }) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // A kind that only a newer node knows is left to it.
  const canBeRetried = job.kind !== null && (job.state === 'failing' || job.state === 'given_up');

  async function retry() {
    setBusy(true);
    setProblem(null);
    try {
      await retryJob(job.id);
      toast(t('jobs.retried'));
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
      await Promise.all([
        queries.invalidateQueries({ queryKey: keys.jobs }),
        queries.invalidateQueries({ queryKey: keys.operatorActions }),
      ]);
    }
  }

  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 sm:flex-nowrap">
        <div className="flex min-w-0 flex-col">
          <span className="min-w-0 break-words font-medium text-16">{kindText(job)}</span>
          <span className="text-14 text-ink-soft tabular-nums">{factsOf(job).join(' · ')}</span>
        </div>
        {canBeRetried ? (
          <Button size="s" className="shrink-0" busy={busy} onClick={() => void retry()}>
            {t('jobs.retry')}
          </Button>
        ) : null}
      </div>
      <ProblemNote problem={problem} />
    </li>
  );
}

function factsOf({ state, trouble, attempts, attempts_max, created_at, updated_at, due_at }: Job): string[] {
  const since = t('jobs.since', { date: formatDateTime(created_at) });
  const tries = t('jobs.tries', { count: attempts, most: attempts_max });
  const why = trouble === null ? [] : [t(`jobs.trouble.${trouble}`)];
  switch (state) {
    case 'failing':
      return [
        ...why,
        t('jobs.failedAt', { date: formatDateTime(updated_at) }),
        t('jobs.again', { date: formatDateTime(due_at) }),
        tries,
      ];
    case 'given_up':
      return [...why, t('jobs.givenUp', { date: formatDateTime(updated_at) }), tries];
    case 'running':
      return [t('jobs.running'), since];
    default:
      return [t('jobs.waits'), since];
  }
}
