import type { Card } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';

/** "Visa •••• 4242, until 12/34". */
export function cardName(card: Card): string {
  const brand = card.brand.charAt(0).toUpperCase() + card.brand.slice(1);
  const month = String(card.expires_month).padStart(2, '0');
  return t('card.name', {
    brand,
    digits: card.last_four,
    until: `${month}/${String(card.expires_year).slice(-2)}`,
  });
}
