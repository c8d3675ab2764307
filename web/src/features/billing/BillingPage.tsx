import { useInfiniteQuery, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { groupQuery } from '@/lib/api/queries';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { Fetched } from '@/ui/Fetched';
import { Page } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { TableMark } from '@/ui/TableMark';
import { CardSection } from './CardSection';
import { InvoiceCard } from './InvoiceCard';
import { claimsQuery, invoicesQuery } from './invoicesQuery';
import { MoreCredit } from './MoreCredit';
import { type Return, useReturn } from './useReturn';
import { YourPart } from './YourPart';

/** The group's invoices with everybody's share, and my own part on top. */
export function BillingPage({ groupId, back = {} }: { groupId: string; back?: Return }) {
  useReturn(groupId, back);
  const { data: group } = useSuspenseQuery(groupQuery(groupId));
  const invoices = useInfiniteQuery(invoicesQuery(groupId));
  const { data: claims = [] } = useQuery(claimsQuery);
  return (
    <Page title={t('billing.title')} lead={t('billing.lead', { group: group.name })} width="m">
      <YourPart groupId={groupId} />
      <CardSection groupId={groupId} />
      <MoreCredit groupId={groupId} />
      <Fetched
        query={invoices}
        loading={
          <Loading className="flex flex-col gap-4">
            <Skeleton className="h-56" />
          </Loading>
        }
      >
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
              {invoices.hasNextPage ? (
                <Button
                  className="self-center"
                  busy={invoices.isFetchingNextPage}
                  onClick={() => void invoices.fetchNextPage()}
                >
                  {t('billing.older')}
                </Button>
              ) : null}
            </div>
          )
        }
      </Fetched>
    </Page>
  );
}
