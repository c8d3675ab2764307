import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { groupQuery } from '@/lib/api/queries';
import type { SettleTransfer } from '@/lib/api/types';
import { useIntentKey } from '@/lib/api/useIntentKey';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Section } from '@/ui/Page';
import { toast } from '@/ui/toasts';
import { recordPayback, refreshBilling } from './calls';
import { settleUpQuery } from './invoicesQuery';

/** What members owe each other for covered parts, in the fewest payments. Nothing to see while nobody owes anybody. */
export function SettleUp({ groupId }: { groupId: string }) {
  const queries = useQueryClient();
  const { data: group } = useQuery(groupQuery(groupId));
  const { data: settle } = useQuery(settleUpQuery(groupId));
  const [asked, setAsked] = useState<SettleTransfer | null>(null);
  const intent = useIntentKey();
  if (!group || !settle || settle.transfers.length === 0) {
    return null;
  }
  const seats = new Map(group.members.map((member) => [member.user_id, member.seat]));

  async function record(transfer: SettleTransfer) {
    await recordPayback(groupId, transfer, intent.keyFor(transfer));
    intent.settle();
    toast(t('settle.done', { name: transfer.from_name }));
    await refreshBilling(queries, groupId);
  }

  return (
    <Section title={t('settle.title')}>
      <p className="max-w-prose text-14 text-ink-soft">{t('settle.text')}</p>
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {settle.transfers.map((transfer) => (
          <li
            key={`${transfer.from_user_id} ${transfer.to_user_id} ${transfer.amount.currency}`}
            className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3 text-14"
          >
            <Avatar name={transfer.from_name} seat={seats.get(transfer.from_user_id) ?? 1} size={24} />
            <span dir="auto" className="min-w-0 truncate">
              {transfer.from_name}
            </span>
            <ArrowRight size={14} className="shrink-0 text-ink-soft" aria-label={t('settle.to')} />
            <Avatar name={transfer.to_name} seat={seats.get(transfer.to_user_id) ?? 1} size={24} />
            <span dir="auto" className="min-w-0 flex-1 truncate">
              {transfer.to_name}
            </span>
            <span className="font-medium tabular-nums">{formatAmount(transfer.amount)}</span>
            {transfer.to_user_id === group.you ? (
              <Button size="s" onClick={() => setAsked(transfer)}>
                {t('settle.got')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {asked ? (
        <ConfirmDialog
          open
          onOpenChange={() => setAsked(null)}
          title={t('settle.confirmTitle', { name: asked.from_name, amount: formatAmount(asked.amount) })}
          description={t('settle.confirmText')}
          confirm={t('settle.got')}
          onConfirm={() => record(asked)}
        />
      ) : null}
    </Section>
  );
}
