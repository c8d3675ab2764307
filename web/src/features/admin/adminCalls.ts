import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, idempotent, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Balance, ClockMoved, Group } from '@/lib/api/types';

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
