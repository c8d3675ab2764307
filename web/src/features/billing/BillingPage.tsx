import { useInfiniteQuery, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { groupQuery, serverQuery } from '@/lib/api/queries';
import type { Group } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { EmptyState } from '@/ui/EmptyState';
import { Fetched } from '@/ui/Fetched';
import { More } from '@/ui/More';
import { Page } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { TableMark } from '@/ui/TableMark';
import { CardSection } from './CardSection';
import { cardQuery } from './cardCalls';
import { InvoiceCard } from './InvoiceCard';
import { claimsQuery, invoicesQuery } from './invoicesQuery';
import { MoreCredit } from './MoreCredit';
import { sellsCredit, topUpQuery } from './topUpCalls';
import { type Return, useReturn } from './useReturn';
import { YourPart } from './YourPart';

/** The group's invoices with everybody's share, and my own part on top. */
export function BillingPage({ groupId, back = {} }: { groupId: string; back?: Return }) {
  useReturn(groupId, back);
  const { data: group } = useSuspenseQuery(groupQuery(groupId));
  const invoices = useInfiniteQuery(invoicesQuery(groupId));
  const isComing = useIsComing(group);
  const { data: claims = [] } = useQuery(claimsQuery);
  if (isComing || invoices.isPending) {
    // All of it comes at once: what stands further up would push away what is being read.
    return (
      <BillingFrame group={group}>
        <Loading className="flex flex-col gap-8">
          <Skeleton className="h-32" />
          <Skeleton className="h-56" />
        </Loading>
      </BillingFrame>
    );
  }
  return (
    <BillingFrame group={group}>
      <YourPart groupId={groupId} />
      <CardSection groupId={groupId} />
      <MoreCredit groupId={groupId} />
      <Fetched query={invoices} loading={null}>
        {(bills) =>
          bills.length === 0 ? (
            <EmptyState
              title={t('billing.empty')}
              picture={<TableMark plain seats={group.plan.seats} className="size-12" />}
            >
              {t('billing.emptyText')}
            </EmptyState>
          ) : (
            <div className="flex flex-col gap-8">
              {bills.map((invoice) => (
                <InvoiceCard key={invoice.id} group={group} invoice={invoice} claims={claims} />
              ))}
              <More query={invoices} centred>
                {t('billing.older')}
              </More>
            </div>
          )
        }
      </Fetched>
    </BillingFrame>
  );
}

function BillingFrame({ group, children }: { group: Group; children: ReactNode }) {
  return (
    <Page title={t('billing.title')} lead={t('billing.lead', { group: group.name })} width="m">
      {children}
    </Page>
  );
}

/** Whether what stands above the invoices is still on its way, or waits for a connection: my card, and what extra credit costs. */
function useIsComing(group: Group): boolean {
  const server = useQuery(serverQuery);
  const card = useQuery({ ...cardQuery, enabled: server.data?.card_payments === true });
  const topUp = useQuery({ ...topUpQuery(group.id), enabled: sellsCredit(group) });
  return [server, card, topUp].some(({ isPending, isEnabled }) => isPending && isEnabled);
}
