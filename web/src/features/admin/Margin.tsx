import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Came } from '@/lib/api/types';
import { formatMonth } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatAmount, formatCredit } from '@/lib/money';
import { cx } from '@/ui/cx';
import { type Column, FactTable } from '@/ui/FactTable';
import { Fetched } from '@/ui/Fetched';
import { Field, SelectInput } from '@/ui/Field';
import { More } from '@/ui/More';
import { Section } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { marginQuery } from './adminCalls';
import { usePlanNames } from './usePlanNames';

const MONTHS = 12;

/** What members pay and what they used at list prices, by plan and group. Names and amounts only. */
export function Margin({ now = new Date() }: { now?: Date }) {
  const months = lastMonths(now);
  const [month, setMonth] = useState(months[0] ?? '');
  const margin = useInfiniteQuery(marginQuery(month));
  const planName = usePlanNames();
  return (
    <Section title={t('margin.title')}>
      <p className="max-w-prose text-14 text-ink-soft">{t('margin.text')}</p>
      <Field label={t('margin.month')} className="w-60 max-w-full">
        {(control) => (
          <SelectInput {...control} value={month} onChange={(event) => setMonth(event.currentTarget.value)}>
            {months.map((each) => (
              <option key={each} value={each}>
                {formatMonth(each)}
              </option>
            ))}
          </SelectInput>
        )}
      </Field>
      <Fetched
        query={margin}
        loading={
          <Loading>
            <Skeleton className="h-32" />
          </Loading>
        }
      >
        {(data) =>
          data.groups.length === 0 ? (
            <p className="text-14">{t('margin.none')}</p>
          ) : (
            <>
              <Table
                label={t('margin.byPlan')}
                rows={data.plans.map((row) => ({
                  key: `${row.plan} ${row.billed.currency}`,
                  name: t('margin.plan', { plan: planName(row.plan), count: row.groups }),
                  came: row,
                }))}
              />
              <Table
                label={t('margin.byGroup')}
                rows={data.groups.map((row) => ({ key: row.group_id, name: row.group_name, came: row }))}
              />
              <More query={margin} size="s">
                {t('margin.more')}
              </More>
            </>
          )
        }
      </Fetched>
    </Section>
  );
}

type Row = { key: string; name: string; came: Came };

function Table({ label, rows }: { label: string; rows: readonly Row[] }) {
  const columns: readonly Column<Row>[] = [
    { title: t('margin.billed'), fact: ({ came }) => formatAmount(came.billed) },
    { title: t('margin.paid'), fact: ({ came }) => formatAmount(came.paid) },
    { title: t('margin.cost'), fact: ({ came }) => formatCredit(came.list_cost_nanousd) },
    {
      title: t('margin.left'),
      fact: ({ came }) => (came.margin === null ? t('margin.unknown') : formatAmount(came.margin)),
      look: ({ came }) => cx('font-semibold', came.margin !== null && came.margin.amount < 0 && 'text-bad'),
    },
  ];
  return (
    <FactTable
      label={label}
      names={label}
      nameOf={({ name }) => name}
      keyOf={({ key }) => key}
      columns={columns}
      rows={rows}
    />
  );
}

/** The running month and those before it, as the API writes them, in UTC as the server counts them. */
function lastMonths(now: Date): string[] {
  return Array.from({ length: MONTHS }, (_, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
}
