import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { serverQuery } from '@/lib/api/queries';
import type { Amount } from '@/lib/api/types';
import { useIntentKey } from '@/lib/api/useIntentKey';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';
import { Button } from '@/ui/Button';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';
import { ClaimDialog } from './ClaimDialog';
import { refreshBilling } from './calls';
import { cardQuery, payByCard, throughBank } from './cardCalls';

import { paymentNews } from './paymentNews';

type Props = { groupId: string; shareId: string; amount: Amount };

/** The ways to pay that this server offers: by the saved card now, or by hand. */
export function PayActions({ groupId, shareId, amount }: Props) {
  const { data: server } = useQuery(serverQuery);
  const byCard = server?.card_payments === true;
  const { data: card } = useQuery({ ...cardQuery, enabled: byCard });
  const [claiming, setClaiming] = useState(false);
  const canCharge = byCard && card != null && !card.is_refused;
  const byHand = server?.manual_payments !== false;
  return (
    <div className="flex flex-wrap gap-2">
      {canCharge ? (
        <PayNow groupId={groupId} shareId={shareId} amount={amount} digits={card.last_four} />
      ) : null}
      {byHand ? (
        <>
          <Button variant={canCharge ? 'secondary' : 'primary'} onClick={() => setClaiming(true)}>
            {t('part.pay')}
          </Button>
          <ClaimDialog
            groupId={groupId}
            shareId={shareId}
            amount={amount}
            open={claiming}
            onOpenChange={setClaiming}
          />
        </>
      ) : null}
    </div>
  );
}

function PayNow({ groupId, shareId, amount, digits }: Props & { digits: string }) {
  const queries = useQueryClient();
  const intent = useIntentKey();

  const pay = useMutation({
    mutationFn: async () => {
      const state = await payByCard(shareId, intent.keyFor(shareId));
      // Declined is an answer too: the next press is a new attempt.
      intent.settle();
      toast(paymentNews(await throughBank(state)));
      await refreshBilling(queries, groupId);
    },
  });

  return (
    <>
      <Button variant="primary" busy={pay.isPending} onClick={() => pay.mutate()}>
        {t('part.payNow', { amount: formatAmount(amount), digits })}
      </Button>
      <ProblemNote problem={pay.error} />
    </>
  );
}
