import type { ToldNotice } from '@/lib/api/types';
import { formatDate } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatAmount, formatCredit } from '@/lib/money';

/** What a notice says, in one sentence. */
export function noticeText({ facts, group_name: group, person }: ToldNotice): string {
  const name = person ?? '';
  switch (facts.kind) {
    case 'invited':
      return t('notices.invited', { person: name, group });
    case 'share_due':
      return t('notices.share_due', {
        group,
        amount: formatAmount(facts.amount),
        date: formatDate(facts.pay_by),
      });
    case 'share_paid':
      return facts.covered === null
        ? t('notices.share_paid', { group, amount: formatAmount(facts.amount) })
        : t('notices.share_paid_for', { group, amount: formatAmount(facts.amount), person: name });
    case 'payment_rejected':
      return t('notices.payment_rejected', {
        group,
        amount: formatAmount(facts.amount),
        reason: facts.reason,
      });
    case 'share_reminder':
      return t('notices.share_reminder', {
        group,
        amount: formatAmount(facts.amount),
        date: formatDate(facts.pay_by),
      });
    case 'payment_failed':
      return facts.again_at === null
        ? t('notices.payment_failed', { group, amount: formatAmount(facts.amount) })
        : t('notices.payment_failed_again', {
            group,
            amount: formatAmount(facts.amount),
            date: formatDate(facts.again_at),
          });
    case 'payment_to_confirm':
      return t('notices.payment_to_confirm', {
        group,
        amount: formatAmount(facts.amount),
        date: formatDate(facts.until),
      });
    case 'share_covered':
      return t('notices.share_covered', { group, amount: formatAmount(facts.amount), person: name });
    case 'suspended':
      return t('notices.suspended', { group, amount: formatAmount(facts.amount) });
    case 'cover_begun':
      return t('notices.cover_begun', { group, amount: formatAmount(facts.amount), person: name });
    case 'price_changed':
      return t('notices.price_changed', {
        group,
        before: formatAmount(facts.before),
        after: formatAmount(facts.after),
        date: formatDate(facts.from),
      });
    case 'split_proposed':
      return t('notices.split_proposed', {
        group,
        person: name,
        before: formatAmount(facts.before),
        after: formatAmount(facts.after),
      });
    case 'credit_low':
      return t('notices.credit_low', {
        group,
        amount: formatCredit(facts.left_nanousd),
        date: formatDate(facts.ends_at),
      });
    case 'credit_spent':
      return t('notices.credit_spent', { group, date: formatDate(facts.ends_at) });
  }
}
