import type { OperatorActionLine } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';

/** What an operator did, in one sentence, with the names of today. */
export function actionText({ action, person, group }: OperatorActionLine): string {
  const where = group ?? t('did.groupGone');
  const whose = person ?? '';
  switch (action.kind) {
    case 'operator_made':
    case 'reset_link_made':
      return t(`did.${action.kind}`, { name: whose });
    case 'prices_imported':
      return t('did.prices_imported', { count: action.rates });
    case 'payment_confirmed':
    case 'payment_rejected':
    case 'payment_refunded':
    case 'balance_paid_out':
      return t(`did.${action.kind}`, { name: whose, group: where, amount: formatAmount(action.amount) });
    case 'sandbox_made':
      return t('did.sandbox_made', { group: where });
    case 'clock_moved':
      return t(`did.clock_moved.${action.by}`, { group: where, count: action.times });
    case 'unknown':
      return t('operator.newer', { name: action.name });
    case 'job_retried':
      return t('did.job_retried', { job: t(`jobs.kind.${action.job}`) });
    default:
      return t(`did.${action.kind}`);
  }
}
