import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { groupQuery } from '@/lib/api/queries';
import type { Group, Share } from '@/lib/api/types';
import { formatDay, formatPeriod } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';
import { Button } from '@/ui/Button';
import { ShareTag } from '@/ui/ShareTag';
import { ClaimDialog } from './ClaimDialog';
import { invoicesQuery } from './invoicesQuery';

/** My share of the running month: how much, how it stands, and what I can do about it. */
export function YourPart({ groupId }: { groupId: string }) {
  const { data: group } = useSuspenseQuery(groupQuery(groupId));
  const { data: invoices } = useInfiniteQuery({ ...invoicesQuery(groupId), enabled: group.period !== null });
  const [claiming, setClaiming] = useState(false);
  const me = group.members.find((member) => member.user_id === group.you);
  // What is still to be paid when the group is over is on its invoices.
  if (me === undefined || group.status === 'archived') {
    return null;
  }
  const share = invoices?.flatMap((invoice) => invoice.shares).find(({ id }) => id === me.share_id);
  const payable = me.share_id !== null && (me.share_status === 'due' || me.share_status === 'past_due');
  const rejected = payable && share?.payment?.status === 'rejected' ? share.payment.reason : null;
  return (
    <section className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4 rounded-m border border-line bg-raised p-5">
      <div className="flex min-w-0 flex-1 basis-64 flex-col gap-1">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <h2 className="font-semibold text-20 tabular-nums">
            {t('part.title', { amount: formatAmount(me.share) })}
          </h2>
          {me.share_status ? <ShareTag status={me.share_status} /> : null}
        </div>
        <p className="text-14 text-ink-soft">{howItStands(group, me.share_status, share)}</p>
        {payable && me.to_pay.amount !== me.share.amount ? (
          <p className="text-14 tabular-nums">{t('part.toPay', { amount: formatAmount(me.to_pay) })}</p>
        ) : null}
        {rejected ? (
          <p role="alert" className="pt-1 text-14 text-bad">
            {t('part.rejected', { reason: rejected })}
          </p>
        ) : null}
      </div>
      {payable && me.share_id !== null ? (
        <>
          <Button variant="primary" onClick={() => setClaiming(true)}>
            {t('part.pay')}
          </Button>
          <ClaimDialog
            groupId={groupId}
            shareId={me.share_id}
            amount={me.to_pay}
            open={claiming}
            onOpenChange={setClaiming}
          />
        </>
      ) : null}
    </section>
  );
}

function howItStands(group: Group, status: Share['status'] | null, share: Share | undefined): string {
  if (group.period === null) {
    return t('part.forming');
  }
  if (status === null) {
    return t(group.period.in_arrears ? 'part.soFar' : 'part.next');
  }
  const period = formatPeriod(group.period.starts_at, group.period.ends_at, group.time_zone);
  switch (status) {
    case 'due':
      return t('part.due', { period });
    case 'past_due':
      return t('part.pastDue', { period });
    case 'processing': {
      const payment = share?.payment;
      const date = formatDay(payment?.created_at ?? group.period.starts_at);
      return payment?.reference
        ? t('part.processingWith', { date, reference: payment.reference })
        : t('part.processing', { date });
    }
    case 'paid':
      return t('part.paid', { period });
    case 'covered':
      return t('part.covered', { period });
    case 'voided':
      return t('part.voided', { period });
    case 'refunded':
      return t('part.refunded', { period });
  }
}
