import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, idempotent, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Balance, ClockMoved, Group, Job } from '@/lib/api/types';

/** Lines of what operators did that fit without hiding the rest of the page. */
const ACTIONS = 10;

export type Leap = 'day' | 'week' | 'month';

export const sandboxesQuery = queryOptions({
  queryKey: keys.sandboxes,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/admin/sandboxes', { signal }))).items,
});

export const balancesQuery = queryOptions({
  queryKey: keys.balances,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/admin/balances', { signal }))).items,
});

export const allUsersQuery = infiniteQueryOptions({
  queryKey: keys.allUsers,
  queryFn: ({ signal, pageParam }) =>
    unwrap(
      api.GET('/api/v1/admin/users', {
        params: { query: pageParam === null ? {} : { cursor: pageParam } },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
  select: (data) => data.pages.flatMap((page) => page.items),
});

export const allGroupsQuery = infiniteQueryOptions({
  queryKey: keys.allGroups,
  queryFn: ({ signal, pageParam }) =>
    unwrap(
      api.GET('/api/v1/admin/groups', {
        params: { query: pageParam === null ? {} : { cursor: pageParam } },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
  select: (data) => data.pages.flatMap((page) => page.items),
});

/** What the periods that began in a month came to, a page of groups at a time. */
export function marginQuery(month: string) {
  return infiniteQueryOptions({
    queryKey: keys.margin(month),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/admin/margin', {
          params: { query: pageParam === null ? { month } : { month, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    select: (data) => ({
      plans: data.pages[0]?.plans ?? [],
      groups: data.pages.flatMap((page) => page.items),
    }),
  });
}

/** What the server does by itself, a page of the queue at a time. */
export const jobsQuery = infiniteQueryOptions({
  queryKey: keys.jobs,
  queryFn: ({ signal, pageParam }) =>
    unwrap(
      api.GET('/api/v1/admin/jobs', {
        params: { query: pageParam === null ? {} : { cursor: pageParam } },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
  select: (data) => ({
    work: data.pages[0]?.work ?? [],
    backlogs: data.pages[0]?.backlogs ?? [],
    jobs: data.pages.flatMap((page) => page.items),
  }),
  refetchInterval: 15_000,
});

export const operatorActionsQuery = infiniteQueryOptions({
  queryKey: keys.operatorActions,
  queryFn: ({ signal, pageParam }) =>
    unwrap(
      api.GET('/api/v1/admin/actions', {
        params: { query: { limit: ACTIONS, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
  select: (data) => data.pages.flatMap((page) => page.items),
});

/** Every model that the server offers, with how its vendor is doing now. */
export const allModelsQuery = queryOptions({
  queryKey: keys.allModels,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/models', { signal }))).items,
  refetchInterval: 15_000,
});

export function makeSandbox(
  body: { name: string; plan: string; time_zone: string },
  key: string,
): Promise<Group> {
  return unwrap(api.POST('/api/v1/groups', { headers: idempotent(key), body: { ...body, sandbox: true } }));
}

export function moveClock(id: string, by: Leap): Promise<ClockMoved> {
  return unwrap(
    api.POST('/api/v1/admin/sandboxes/{id}/clock', { params: { path: { id } }, body: { by, times: 1 } }),
  );
}

export function payOut({ group_id, user_id, amount }: Balance, key: string): Promise<unknown> {
  return unwrap(
    api.POST('/api/v1/admin/balances', { headers: idempotent(key), body: { group_id, user_id, amount } }),
  );
}

export function retryJob(id: number): Promise<Job> {
  return unwrap(api.POST('/api/v1/admin/jobs/{id}/retry', { params: { path: { id } } }));
}
