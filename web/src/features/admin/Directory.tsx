import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { KnownGroup, KnownUser } from '@/lib/api/types';
import { formatDate } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { Fetched } from '@/ui/Fetched';
import { More } from '@/ui/More';
import { Section } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { allGroupsQuery, allUsersQuery } from './adminCalls';
import { usePlanNames } from './usePlanNames';

/** The groups of this server: who leads them, how full they are, and whether they are paid. */
export function AllGroups() {
  const groups = useInfiniteQuery(allGroupsQuery);
  const planName = usePlanNames();
  return (
    <Section title={t('directory.groups')}>
      <List list={groups} none={t('directory.noGroups')}>
        {(group) => (
          <Line key={group.id} name={group.name} aside={stateOf(group)}>
            {[
              t('directory.seats', {
                plan: planName(group.plan_code),
                taken: group.members,
                of: group.seats,
              }),
              group.owner,
              t('directory.since', { date: formatDate(group.created_at) }),
            ]
              .filter((fact) => fact !== null)
              .join(' · ')}
          </Line>
        )}
      </List>
    </Section>
  );
}

function stateOf({ status, open_shares: open }: KnownGroup): string | null {
  switch (status) {
    case 'forming':
      return t('nav.forming');
    case 'archived':
      return open > 0
        ? `${t('directory.over')} · ${t('directory.open', { count: open })}`
        : t('directory.over');
    default:
      return open > 0 ? t('directory.open', { count: open }) : null;
  }
}

/** Everybody with an account on this server. */
export function AllUsers() {
  const users = useInfiniteQuery(allUsersQuery);
  return (
    <Section title={t('directory.users')}>
      <List list={users} none={t('directory.noUsers')}>
        {(user) => (
          <Line key={user.id} name={user.name} aside={standingOf(user)}>
            {[user.email, ...user.groups, t('directory.since', { date: formatDate(user.created_at) })].join(
              ' · ',
            )}
          </Line>
        )}
      </List>
    </Section>
  );
}

function standingOf({ is_operator, is_verified }: KnownUser): string | null {
  return is_operator ? t('nav.operator') : is_verified ? null : t('directory.unverified');
}

type ListProps<T> = {
  list: UseInfiniteQueryResult<readonly T[]>;
  /** What is said where there is nothing. */
  none: string;
  children(item: T): ReactNode;
};

function List<T>({ list, none, children }: ListProps<T>) {
  return (
    <Fetched
      query={list}
      loading={
        <Loading>
          <Skeleton className="h-28" />
        </Loading>
      }
    >
      {(items) =>
        items.length === 0 ? (
          <p className="text-14 text-ink-soft">{none}</p>
        ) : (
          <>
            <ul className="flex flex-col divide-y divide-line border-line border-y">{items.map(children)}</ul>
            <More query={list} size="s">
              {t('directory.more')}
            </More>
          </>
        )
      }
    </Fetched>
  );
}

function Line({ name, aside, children }: { name: string; aside: string | null; children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-3">
      <div className="flex min-w-0 flex-col">
        <span dir="auto" className="font-medium text-16">
          {name}
        </span>
        <span className="text-14 text-ink-soft">{children}</span>
      </div>
      {aside === null ? null : <span className="text-14 text-ink-soft">{aside}</span>}
    </li>
  );
}
