import type { Credit } from '@/lib/api/types';
import { formatTimeIn } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatCredit } from '@/lib/money';

/**
 * "Back at midnight: 0.40 USD", or with the hour when the reader's midnight is another one than the group's; null when nothing comes
 * any more.
 */
export function whenMoreComes(credit: Credit, groupZone: string): string | null {
  const { next_slice_at: at, next_slice_nanousd: nanousd } = credit;
  if (!at || nanousd <= 0) {
    return null;
  }
  const amount = formatCredit(nanousd);
  const here = formatTimeIn(at);
  return here === '00:00' && here === formatTimeIn(at, groupZone)
    ? t('credit.nextMidnight', { amount })
    : t('credit.nextAt', { time: here, amount });
}
