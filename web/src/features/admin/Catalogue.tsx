import { useQuery } from '@tanstack/react-query';
import { plansQuery } from '@/lib/api/queries';
import type { Model, Plan } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { formatAmount, formatCredit, formatCreditNumber } from '@/lib/money';
import { FactTable } from '@/ui/FactTable';
import { Fetched } from '@/ui/Fetched';
import { Section } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { allModelsQuery } from './adminCalls';

/** What is sold here, and what answers cost at list prices. Both are set in the server's file. */
export function Catalogue() {
  const plans = useQuery(plansQuery);
  const models = useQuery(allModelsQuery);
  const known = models.data ?? [];
  return (
    <Section title={t('catalogue.title')}>
      <p className="max-w-prose text-14 text-ink-soft">{t('catalogue.text')}</p>
      <Fetched query={plans} loading={<Coming />}>
        {(sold) => (
          <ul className="flex flex-col divide-y divide-line border-line border-y">
            {sold.map((plan) => (
              <PlanLine key={plan.code} plan={plan} models={known} />
            ))}
          </ul>
        )}
      </Fetched>
      <Fetched query={models} loading={<Coming />}>
        {(priced) => (priced.length === 0 ? null : <Prices models={priced} />)}
      </Fetched>
    </Section>
  );
}

function Coming() {
  return (
    <Loading>
      <Skeleton className="h-32" />
    </Loading>
  );
}

function PlanLine({ plan, models }: { plan: Plan; models: readonly Model[] }) {
  const names = plan.models?.map((id) => models.find((model) => model.id === id)?.name ?? id);
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-3">
      <div className="flex min-w-0 flex-col">
        <span className="font-medium text-16">{plan.name}</span>
        <span className="text-14 text-ink-soft">
          {t('catalogue.plan', { seats: plan.seats, credit: formatCredit(plan.credit_nanousd) })}
          {' · '}
          {names?.join(', ') ?? t('catalogue.allModels')}
        </span>
      </div>
      <span className="text-14 tabular-nums">
        {t('catalogue.month', { price: formatAmount(plan.price) })}
      </span>
    </li>
  );
}

function Prices({ models }: { models: readonly Model[] }) {
  return (
    <FactTable
      label={t('catalogue.prices')}
      names={t('usage.model')}
      nameOf={({ name, provider }) => (
        <>
          {name} <span className="font-normal text-12 text-ink-soft">{provider}</span>
        </>
      )}
      keyOf={({ id }) => id}
      columns={[
        {
          title: t('catalogue.input'),
          fact: ({ price }) => formatCreditNumber(price.input_nanousd_per_mtok),
        },
        {
          title: t('catalogue.output'),
          fact: ({ price }) => formatCreditNumber(price.output_nanousd_per_mtok),
        },
      ]}
      rows={models}
      note={t('chat.model.priceNote')}
    />
  );
}
