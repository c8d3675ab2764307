import type { PaymentState } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';

/** What to say about how a payment by card has come out. */
export function paymentNews(status: PaymentState['status']): string {
  switch (status) {
    case 'confirmed':
      return t('pay.arrived');
    case 'put_off':
      return t('pay.putOff');
    case 'failed':
      return t('pay.failed');
    case 'action_required':
      return t('pay.actionRequired');
    default:
      return t('pay.sending');
  }
}

/** The declines that have words of their own; the others are simply declined. */
const REASONS = ['insufficient_funds', 'expired_card', 'cancelled', 'card_missing'] as const;

/** Why a card was declined, in words. */
export function declineReason(failure: string | null): string {
  const known = REASONS.find((reason) => reason === failure);
  return known === undefined ? t('decline.other') : t(`decline.${known}`);
}
