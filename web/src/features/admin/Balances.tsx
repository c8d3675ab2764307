import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '@/lib/api/keys';
import type { Balance } from '@/lib/api/types';
import { useIntentKey } from '@/lib/api/useIntentKey';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Fetched } from '@/ui/Fetched';
import { Section } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toasts';
import { balancesQuery, payOut } from './adminCalls';

/** What people get back who have left their group, or whose group is over. */
export function Balances() {
  const queries = useQueryClient();
  const balances = useQuery(balancesQuery);
  const [asked, setAsked] = useState<Balance | null>(null);
  const intent = useIntentKey();

  async function paid(balance: Balance) {
    await payOut(balance, intent.keyFor(balance));
    intent.settle();
    toast(t('operator.paidDone', { name: balance.name, amount: formatAmount(balance.amount) }));
    await Promise.all([
      queries.invalidateQueries({ queryKey: keys.balances }),
      queries.invalidateQueries({ queryKey: keys.operatorActions }),
    ]);
  }

  return (
    <Section title={t('operator.balances')}>
      <p className="max-w-prose text-14 text-ink-soft">{t('operator.balancesText')}</p>
      <Fetched
        query={balances}
        loading={
          <Loading>
            <Skeleton className="h-14" />
          </Loading>
        }
      >
        {(data) =>
          data.length === 0 ? (
            <p className="text-14">{t('operator.noBalances')}</p>
          ) : (
            <ul className="flex flex-col divide-y divide-line border-line border-y">
              {data.map((balance) => (
                <li
                  key={`${balance.group_id} ${balance.user_id} ${balance.amount.currency}`}
                  className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3"
                >
                  <div className="flex min-w-0 flex-col">
                    <span className="font-medium text-16">{balance.name}</span>
                    <span className="text-14 text-ink-soft">{balance.group_name}</span>
                  </div>
                  <div className="flex items-center gap-4">
                    <span className="tabular-nums">{formatAmount(balance.amount)}</span>
                    <Button size="s" onClick={() => setAsked(balance)}>
                      {t('operator.paid')}
                    </Button>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Fetched>
      {asked ? (
        <ConfirmDialog
          open
          onOpenChange={() => setAsked(null)}
          title={t('operator.paidTitle', { name: asked.name, amount: formatAmount(asked.amount) })}
          description={t('operator.paidText')}
          confirm={t('operator.paid')}
          onConfirm={() => paid(asked)}
        />
      ) : null}
    </Section>
  );
}
