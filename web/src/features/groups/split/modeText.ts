import type { Group, Split } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';
import { plainPercent } from './draft';

/** A split in one line: "In equal parts", "Ann pays for all, up to 15.00 USD". */
export function modeText(split: Split, group: Group): string {
  switch (split.mode) {
    case 'equal':
    case 'percent':
    case 'weights':
    case 'fixed':
    case 'usage':
      return t(`split.is.${split.mode}`);
    case 'base_and_usage':
      return t('split.is.base_and_usage', { base: plainPercent(split.base_basis_points) });
    case 'sponsor': {
      const name = group.members.find((member) => member.user_id === split.payer)?.name ?? '?';
      return split.cap === null || split.cap === undefined
        ? t('split.is.sponsor', { name })
        : t('split.is.sponsorUpTo', {
            name,
            cap: formatAmount({ amount: split.cap, currency: group.plan.price.currency }),
          });
    }
  }
}
