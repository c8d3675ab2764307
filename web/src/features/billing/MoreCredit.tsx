import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { groupQuery } from '@/lib/api/queries';
import type { TopUpOffer, TopUpOrder } from '@/lib/api/types';
import { useIntentKey } from '@/lib/api/useIntentKey';
import { t } from '@/lib/i18n/t';
import { formatAmount, formatCredit } from '@/lib/money';
import { Button } from '@/ui/Button';
import { Field, SelectInput } from '@/ui/Field';
import { Section } from '@/ui/Page';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';
import { refreshBilling } from './calls';
import { PayActions } from './PayActions';
import { cancelTopUp, orderTopUp, sellsCredit, topUpQuery } from './topUpCalls';

/** Credit beside my part, for me alone: what I have of it, what I have ordered, and ordering more. Nothing where none is sold. */
export function MoreCredit({ groupId }: { groupId: string }) {
  const { data: group } = useSuspenseQuery(groupQuery(groupId));
  const isRunning = sellsCredit(group);
  const { data: topUp } = useQuery({ ...topUpQuery(groupId), enabled: isRunning });
  const left = group.credit?.topped_up_nanousd ?? 0;
  const isNothing = topUp?.offers.length === 0 && topUp.ordered === null && left === 0;
  if (!isRunning || topUp === undefined || isNothing) {
    return null;
  }
  return (
    <Section title={t('topUp.title')}>
      <p className="max-w-prose text-14 text-ink-soft">{t('topUp.text')}</p>
      {left > 0 ? (
        <p className="text-14 tabular-nums">{t('topUp.have', { amount: formatCredit(left) })}</p>
      ) : null}
      {topUp.ordered !== null ? (
        <Ordered groupId={groupId} order={topUp.ordered} />
      ) : topUp.offers.length > 0 ? (
        <OrderForm groupId={groupId} offers={topUp.offers} />
      ) : null}
    </Section>
  );
}

function OrderForm({ groupId, offers }: { groupId: string; offers: readonly TopUpOffer[] }) {
  const queries = useQueryClient();
  const intent = useIntentKey();
  const [packs, setPacks] = useState(offers[0]?.packs ?? 1);

  const order = useMutation({
    mutationFn: async () => {
      const ordered = await orderTopUp(groupId, packs, intent.keyFor(packs));
      intent.settle();
      toast(t(ordered.to_pay.amount > 0 ? 'topUp.done' : 'topUp.there'));
      await refreshBilling(queries, groupId);
    },
  });

  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        order.mutate();
      }}
    >
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('topUp.amount')} className="w-80 max-w-full">
          {(control) => (
            <SelectInput
              {...control}
              value={packs}
              onChange={(event) => setPacks(Number(event.currentTarget.value))}
            >
              {offers.map((offer) => (
                <option key={offer.packs} value={offer.packs}>
                  {t('topUp.offer', {
                    credit: formatCredit(offer.credit_nanousd),
                    price: formatAmount(offer.price),
                  })}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
        <Button type="submit" busy={order.isPending} className="h-11">
          {t('topUp.order')}
        </Button>
      </div>
      <ProblemNote problem={order.error} />
    </form>
  );
}

/** What waits to be paid; it can be taken back until then. */
function Ordered({ groupId, order }: { groupId: string; order: TopUpOrder }) {
  const queries = useQueryClient();
  const credit = formatCredit(order.credit_nanousd);

  const cancel = useMutation({
    mutationFn: async () => {
      await cancelTopUp(groupId);
      toast(t('topUp.cancelled'));
      await refreshBilling(queries, groupId);
    },
  });

  if (order.is_processing) {
    return <p className="text-14">{t('topUp.processing', { credit })}</p>;
  }
  return (
    <div className="flex flex-col gap-3 rounded-m border border-line bg-raised p-5">
      <p className="text-14 tabular-nums">
        {t('topUp.ordered', { credit, price: formatAmount(order.to_pay) })}
      </p>
      <div className="flex flex-wrap gap-2">
        <PayActions groupId={groupId} shareId={order.share_id} amount={order.to_pay} />
        <Button variant="quiet" busy={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('topUp.cancel')}
        </Button>
      </div>
      <p className="text-12 text-ink-soft">{t('topUp.lapses')}</p>
      <ProblemNote problem={cancel.error} />
    </div>
  );
}
