import type { Group, Invoice, Payment, PaymentClaim } from '@/lib/api/types';
import { formatDay, formatPeriod } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';
import { Avatar } from '@/ui/Avatar';
import { ShareTag } from '@/ui/ShareTag';
import { CoverButton } from './CoverButton';
import { PaperButton } from './PaperButton';
import { PayButton } from './PayButton';
import { fetchInvoicePaper, fetchReceipt } from './papers';
import { ReviewButtons } from './ReviewButtons';

type Props = {
  group: Group;
  invoice: Invoice;
  /** Claims that wait for the caller's word; those of this invoice can be answered here. */
  claims: readonly PaymentClaim[];
};

/** One month's invoice, like a receipt: the shares, and what they sum to. */
export function InvoiceCard({ group, invoice, claims }: Props) {
  const seats = new Map(group.members.map((member) => [member.user_id, member.seat]));
  // That one is paid above, where my part is told.
  const nextToPay = group.members.find((member) => member.user_id === group.you)?.share_id;
  return (
    <article className="rounded-m border border-line bg-raised">
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-line border-b border-dashed px-5 py-4">
        <h2 className="font-semibold text-16 tabular-nums">
          {invoice.number === null ? t('billing.draft') : t('billing.invoice', { number: invoice.number })}
        </h2>
        {invoice.kind === 'period' ? null : (
          <p className="order-last basis-full text-14">{t(`billing.kind.${invoice.kind}`)}</p>
        )}
        <p className="text-14 text-ink-soft tabular-nums">
          {formatPeriod(invoice.starts_at, invoice.ends_at, group.time_zone)}
        </p>
        {invoice.number === null ? null : (
          <div className="-my-1 -ms-3 basis-full">
            <PaperButton of={invoice.number} fetchPaper={() => fetchInvoicePaper(group.id, invoice.id)}>
              {t('paper.invoice')}
            </PaperButton>
          </div>
        )}
      </header>
      {invoice.shares.length === 0 ? (
        <p className="px-5 py-4 text-14 text-ink-soft">{t('billing.inArrears')}</p>
      ) : null}
      <ul className="flex flex-col px-5 py-2 empty:hidden">
        {invoice.shares.map((share) => {
          const claim = claims.find((open) => open.share_id === share.id);
          return (
            <li key={share.id} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2">
              <Avatar name={share.name} seat={seats.get(share.user_id) ?? 1} size={24} />
              <span dir="auto" className="min-w-0 flex-1 truncate text-14">
                {share.user_id === group.you ? t('seat.you', { name: share.name }) : share.name}
              </span>
              {/* Before the amounts, which stand below each other and above their sum; on phones on a line of its own. */}
              <div className="order-last basis-full ps-6 empty:hidden sm:order-none sm:basis-auto sm:ps-0">
                {share.user_id !== group.you && (share.status === 'due' || share.status === 'past_due') ? (
                  <CoverButton groupId={group.id} share={share} />
                ) : null}
                {share.user_id === group.you &&
                share.id !== nextToPay &&
                // What I have ordered is paid above too.
                invoice.kind !== 'top_up' &&
                (share.status === 'due' || share.status === 'past_due') ? (
                  <PayButton groupId={group.id} share={share} />
                ) : null}
                {share.payment?.status === 'confirmed' && share.payment.payer_id === group.you ? (
                  <Receipt paymentId={share.payment.id} name={share.name} />
                ) : null}
              </div>
              <ShareTag status={share.status} />
              <span className="min-w-20 text-end text-14 tabular-nums">{formatAmount(share.amount)}</span>
              {share.credited.amount > 0 ? (
                <p className="basis-full pb-1 ps-9 text-12 text-ink-soft tabular-nums">
                  {share.to_pay.amount > 0
                    ? t('billing.credited', {
                        credited: formatAmount(share.credited),
                        left: formatAmount(share.to_pay),
                      })
                    : t('billing.creditedPaid', { credited: formatAmount(share.credited) })}
                </p>
              ) : null}
              {share.payment ? <PaymentLine payment={share.payment} /> : null}
              {claim ? (
                <div className="flex basis-full flex-wrap items-center justify-between gap-x-3 gap-y-1 pb-2 ps-9">
                  <span className="min-w-0 truncate text-14 text-ink-soft">
                    {claim.reference ? t('payments.reference', { reference: claim.reference }) : null}
                  </span>
                  <ReviewButtons claim={claim} />
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
      <footer className="flex justify-between border-line border-t border-dashed px-5 py-4 font-semibold text-14">
        <span>{t('billing.total')}</span>
        <span className="tabular-nums">{formatAmount(invoice.total)}</span>
      </footer>
    </article>
  );
}

function Receipt({ paymentId, name }: { paymentId: string; name: string }) {
  return (
    <PaperButton of={name} fetchPaper={() => fetchReceipt(paymentId)}>
      {t('paper.receipt')}
    </PaperButton>
  );
}

/** What became of the payment, where that is not said by the share's own state. */
function PaymentLine({ payment }: { payment: Payment }) {
  const back = payment.refunded.amount > 0 ? formatAmount(payment.refunded) : null;
  const line =
    back !== null
      ? t('receipt.refunded', { amount: back })
      : payment.method === 'card'
        ? cardLine(payment)
        : null;
  if (line === null) {
    return null;
  }
  return <p className="basis-full pb-1 ps-9 text-12 text-ink-soft tabular-nums">{line}</p>;
}

function cardLine({ status, created_at }: Payment): string | null {
  const date = formatDay(created_at);
  switch (status) {
    case 'confirmed':
      return t('receipt.byCard', { date });
    case 'put_off':
      return t('receipt.putOff');
    case 'disputed':
      return t('receipt.disputed');
    case 'lost':
      return t('receipt.lost');
    case 'failed':
      return t('receipt.failed', { date });
    default:
      return null;
  }
}
