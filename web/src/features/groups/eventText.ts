import type { GroupActivity } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';

/** What happened, in one sentence, with the names that people have today. */
export function eventText({ event, people }: GroupActivity): string {
  const nameOf = (id: string) => people.find((person) => person.user_id === id)?.name ?? '';
  switch (event.kind) {
    case 'period_opened':
      return t('happened.period_opened', { number: event.number + 1 });
    case 'invoiced':
      return t('happened.invoiced', { invoice: event.invoice, amount: formatAmount(event.total) });
    case 'renamed':
      return t('happened.renamed', { name: nameOf(event.user_id), title: event.name });
    case 'removed':
      return t('happened.removed', { name: nameOf(event.user_id), by: nameOf(event.by) });
    case 'covered':
      return t('happened.covered', {
        name: nameOf(event.user_id),
        by: nameOf(event.by),
        amount: formatAmount(event.amount),
      });
    case 'plan_changed':
    case 'plan_chosen':
      return t(`happened.${event.kind}`, { name: nameOf(event.user_id), plan: event.plan });
    case 'paid':
      return t('happened.paid', { name: nameOf(event.user_id), amount: formatAmount(event.amount) });
    default:
      return t(`happened.${event.kind}`, { name: nameOf(event.user_id) });
  }
}
