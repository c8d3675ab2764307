import { useQuery } from '@tanstack/react-query';
import { formatDay } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';
import { Fetched } from '@/ui/Fetched';
import { Page, Section } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { ArrivedPayments } from './ArrivedPayments';
import { claimsQuery } from './invoicesQuery';
import { ReviewButtons } from './ReviewButtons';

/** For whoever receives the money, over all groups: what members say they have paid, and what has arrived. */
export function PaymentsPage() {
  return (
    <Page title={t('payments.title')} lead={t('payments.lead')} width="m">
      <Claims />
      <ArrivedPayments />
    </Page>
  );
}

function Claims() {
  const claims = useQuery(claimsQuery);
  return (
    <Section title={t('payments.toConfirm')}>
      <Fetched
        query={claims}
        loading={
          <Loading className="flex flex-col gap-3">
            <Skeleton className="h-20" />
            <Skeleton className="h-20" />
          </Loading>
        }
      >
        {(claimed) =>
          claimed.length === 0 ? (
            <p className="text-14 text-ink-soft">{t('payments.emptyText')}</p>
          ) : (
            <ul className="flex flex-col divide-y divide-line border-line border-y">
              {claimed.map((claim) => (
                <li
                  key={claim.id}
                  className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4"
                >
                  <div className="flex min-w-0 flex-col gap-0.5">
                    <p className="font-medium text-16 tabular-nums">
                      {t('payments.says', { name: claim.payer.name, amount: formatAmount(claim.amount) })}
                    </p>
                    {claim.reference ? (
                      <p className="text-14">{t('payments.reference', { reference: claim.reference })}</p>
                    ) : null}
                    <p className="text-12 text-ink-soft tabular-nums">
                      {t('payments.about', {
                        group: claim.group_name,
                        number: claim.invoice_number,
                        date: formatDay(claim.created_at),
                      })}
                    </p>
                  </div>
                  <ReviewButtons claim={claim} />
                </li>
              ))}
            </ul>
          )
        }
      </Fetched>
    </Section>
  );
}
