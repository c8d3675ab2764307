import { useQuery } from '@tanstack/react-query';
import type { Member, Period, UsageSummary } from '@/lib/api/types';
import { formatDay, lastMoment } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatCredit, formatCreditNumber } from '@/lib/money';
import { Fetched } from '@/ui/Fetched';
import { Section } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { WideTable } from '@/ui/WideTable';
import { usageSummaryQuery } from './usageQuery';

type Credited = Pick<Member, 'user_id' | 'grant' | 'topped_up'>;
type Props = { groupId: string; period: Period; members: readonly Credited[]; you: string; zone: string };

/** Where this month leads at the pace so far: mine and everybody's, in chats and by API keys. */
export function Pace({ groupId, period, members, you, zone }: Props) {
  const summary = useQuery(usageSummaryQuery(groupId));
  const me = members.find(({ user_id }) => user_id === you);
  // What was bought is beside the pool.
  const part = (me?.grant ?? 0) + (me?.topped_up ?? 0);
  const whole = members.reduce((sum, { topped_up }) => sum + topped_up, period.pool_nanousd);
  return (
    <Section title={t('usage.pace', { day: formatDay(lastMoment(period.ends_at), zone) })}>
      <Fetched
        query={summary}
        loading={
          <Loading>
            <Skeleton className="h-28" />
          </Loading>
        }
      >
        {(usage) => (
          <>
            <p className="max-w-prose text-14 text-ink-soft tabular-nums">
              {whereItLeads(usage, period, formatCredit(part), zone)}
            </p>
            <Totals summary={usage} part={part} whole={whole} />
          </>
        )}
      </Fetched>
    </Section>
  );
}

/** In words: whether my part lasts, and whether everybody's does. */
function whereItLeads({ mine, group }: UsageSummary, period: Period, part: string, zone: string): string {
  const mineLasts =
    mine.used_up_on === null
      ? t('usage.paceWithin', { part })
      : t('usage.paceOver', { part, day: formatDate(mine.used_up_on) });
  if (group.used_up_on === null) {
    return mineLasts;
  }
  const pool = formatCredit(period.pool_nanousd);
  const end = formatDay(period.ends_at, zone);
  return `${mineLasts} ${t('usage.paceAllOver', { pool, day: formatDate(group.used_up_on), end })}`;

  function formatDate(date: string): string {
    // A date of the group's calendar, in no zone.
    return formatDay(date, 'UTC');
  }
}

function Totals({ summary, part, whole }: { summary: UsageSummary; part: number; whole: number }) {
  const rows = [
    { name: t('usage.mine'), total: summary.mine, of: part },
    { name: t('usage.everybody'), total: summary.group, of: whole },
  ];
  return (
    <WideTable label={t('usage.paceTable')}>
      <table className="w-full whitespace-nowrap text-14 tabular-nums">
        <caption className="caption-bottom pt-2 text-start text-12 text-ink-faint">
          {t('usage.usdNote')}
        </caption>
        <thead className="whitespace-normal text-12 text-ink-soft">
          <tr className="border-line border-b align-bottom">
            <th scope="col" className="py-2 text-start font-normal">
              {t('usage.whose')}
            </th>
            {[t('usage.chats'), t('usage.apiKeys'), t('usage.forecast')].map((title) => (
              <th key={title} scope="col" className="py-2 ps-3 text-end font-normal">
                {title}
              </th>
            ))}
            {/* What the sentence above says, too; there is no room for it on phones. */}
            <th scope="col" className="py-2 ps-3 text-end font-normal max-sm:hidden">
              {t('usage.part')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, total, of }) => (
            <tr key={name} className="border-line border-b">
              <th scope="row" className="py-2.5 pe-3 text-start font-medium">
                {name}
              </th>
              <td className="py-2.5 ps-3 text-end">{formatCreditNumber(total.chat_nanousd)}</td>
              <td className="py-2.5 ps-3 text-end">{formatCreditNumber(total.api_nanousd)}</td>
              <td className="py-2.5 ps-3 text-end font-semibold">
                {formatCreditNumber(total.forecast_nanousd)}
              </td>
              <td className="py-2.5 ps-3 text-end max-sm:hidden">{formatCreditNumber(of)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}
