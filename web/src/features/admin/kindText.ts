import type { Backlog, Job } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';

/** What is queued, in words; while a server is being upgraded, a newer node may have written a kind that this one does not know. */
export function kindText({ kind, name }: Pick<Job | Backlog, 'kind' | 'name'>): string {
  return kind === null ? t('operator.newer', { name }) : t(`jobs.kind.${kind}`);
}
