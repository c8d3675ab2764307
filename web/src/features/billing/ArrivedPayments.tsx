import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PaymentClaim } from '@/lib/api/types';
import { formatDay } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';
import { Button } from '@/ui/Button';
import { Fetched } from '@/ui/Fetched';
import { More } from '@/ui/More';
import { Section } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { arrivedQuery } from './invoicesQuery';
import { RefundDialog } from './RefundDialog';

/** For whoever receives the money: what has arrived, and giving it back. */
export function ArrivedPayments() {
  const arrived = useInfiniteQuery(arrivedQuery);
  return (
    <Section title={t('payments.arrived')}>
      <Fetched
        query={arrived}
        loading={
          <Loading>
            <Skeleton className="h-20" />
          </Loading>
        }
      >
        {(payments) =>
          payments.length === 0 ? (
            <p className="text-14 text-ink-soft">{t('payments.noneArrived')}</p>
          ) : (
            <>
              <ul className="flex flex-col divide-y divide-line border-line border-y">
                {payments.map((payment) => (
                  <Arrived key={payment.id} payment={payment} />
                ))}
              </ul>
              <More query={arrived} centred>
                {t('billing.older')}
              </More>
            </>
          )
        }
      </Fetched>
    </Section>
  );
}

function Arrived({ payment }: { payment: PaymentClaim }) {
  const [asked, setAsked] = useState(false);
  const { payer, amount, refunded, refundable } = payment;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
      <div className="flex min-w-0 flex-col gap-0.5">
        <p className="text-16 tabular-nums">
          {t(payment.method === 'card' ? 'payments.byCard' : 'payments.byHand', {
            name: payer.name,
            amount: formatAmount(amount),
          })}
        </p>
        <p className="text-12 text-ink-soft tabular-nums">
          {t('payments.about', {
            group: payment.group_name,
            number: payment.invoice_number,
            date: formatDay(payment.created_at),
          })}
        </p>
        {refunded.amount > 0 ? (
          <p className="text-12 text-ink-soft tabular-nums">
            {t('receipt.refunded', { amount: formatAmount(refunded) })}
          </p>
        ) : null}
      </div>
      {refundable.share.amount > 0 || refundable.balance.amount > 0 ? (
        <Button
          size="s"
          variant="quiet"
          className="max-sm:-ms-3"
          aria-label={t('refund.actionFor', { name: payer.name, amount: formatAmount(amount) })}
          onClick={() => setAsked(true)}
        >
          {t('refund.action')}
        </Button>
      ) : null}
      {asked ? <RefundDialog payment={payment} onClose={() => setAsked(false)} /> : null}
    </li>
  );
}
