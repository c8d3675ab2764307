import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { serverQuery } from '@/lib/api/queries';
import type { Share } from '@/lib/api/types';
import { useIntentKey } from '@/lib/api/useIntentKey';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { toast } from '@/ui/toasts';
import { coverShare, refreshBilling } from './calls';
import { cardQuery, coverByCard, throughBank } from './cardCalls';

import { paymentNews } from './paymentNews';

/** Paying somebody else's part for them: they owe it to me then, not to the operator. By my card where I have one, else by hand. */
export function CoverButton({ groupId, share }: { groupId: string; share: Share }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { data: server } = useQuery(serverQuery);
  const { data: card } = useQuery({ ...cardQuery, enabled: server?.card_payments === true });
  const intent = useIntentKey();
  const amount = formatAmount(share.to_pay);
  const byCard = card != null && !card.is_refused;
  if (!byCard && server?.manual_payments === false) {
    return null;
  }

  async function cover() {
    const key = intent.keyFor(share.id);
    if (byCard) {
      const state = await coverByCard(share.id, key);
      intent.settle();
      toast(paymentNews(await throughBank(state)));
    } else {
      await coverShare(share.id, key);
      intent.settle();
      toast(t('cover.done'));
    }
    await refreshBilling(queries, groupId);
  }

  const words = { name: share.name, amount };
  return (
    <>
      <Button size="s" variant="quiet" onClick={() => setAsking(true)}>
        {t('cover.action', { name: share.name })}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('cover.title', words)}
        description={
          byCard ? t('cover.cardText', { ...words, digits: card.last_four }) : t('cover.text', words)
        }
        confirm={byCard ? t('cover.pay', { amount }) : t('cover.confirm', { amount })}
        onConfirm={cover}
      />
    </>
  );
}
