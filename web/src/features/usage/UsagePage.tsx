import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { groupQuery } from '@/lib/api/queries';
import { t } from '@/lib/i18n/t';
import { EmptyState } from '@/ui/EmptyState';
import { Fetched } from '@/ui/Fetched';
import { Page, Section } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { TableMark } from '@/ui/TableMark';
import { DayChart } from './DayChart';
import { ModelTable } from './ModelTable';
import { MyCaps } from './MyCaps';
import { Pace } from './Pace';
import { Pool } from './Pool';
import { periodDays, usageByModel } from './rows';
import { SaveTable } from './SaveTable';
import { Sharing } from './Sharing';
import { usageQuery } from './usageQuery';

/** The pool as one picture, each day's usage, and mine by model. Amounts only. */
export function UsagePage({ groupId }: { groupId: string }) {
  const { data: group } = useSuspenseQuery(groupQuery(groupId));
  const { period } = group;
  const days = period === null ? [] : periodDays(period.starts_at, period.days, group.time_zone);
  const usage = useQuery({ ...usageQuery(groupId, days[0] ?? ''), enabled: period !== null });
  if (period === null) {
    return (
      <Page title={t('usage.title')} lead={t('usage.lead')}>
        <EmptyState
          title={t('usage.none')}
          picture={<TableMark plain seats={group.plan.seats} className="size-12" />}
        >
          {t('usage.noneText')}
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title={t('usage.title')} lead={t('usage.lead')}>
      <Pool members={group.members} period={period} you={group.you} />
      <Pace
        groupId={groupId}
        period={period}
        members={group.members}
        you={group.you}
        zone={group.time_zone}
      />
      <Fetched
        query={usage}
        loading={
          <Loading className="flex flex-col gap-6">
            <Skeleton className="h-56" />
            <Skeleton className="h-32" />
          </Loading>
        }
      >
        {(rows) => (
          <>
            <DayChart rows={rows} days={days} today={period.day} members={group.members} you={group.you} />
            <Section title={t('usage.models')}>
              <ModelTable groupId={groupId} usage={usageByModel(rows, group.you)} />
            </Section>
            <SaveTable groupId={groupId} />
          </>
        )}
      </Fetched>
      <MyCaps groupId={groupId} />
      <Sharing
        groupId={groupId}
        isOwner={group.members.some(({ user_id, role }) => user_id === group.you && role === 'owner')}
      />
    </Page>
  );
}
