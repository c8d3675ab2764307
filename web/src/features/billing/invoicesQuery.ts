import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { withNames } from '@/lib/i18n/people';

/** A group's invoices, newest first, a page at a time. */
export function invoicesQuery(groupId: string) {
  return infiniteQueryOptions({
    queryKey: keys.invoices(groupId),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/groups/{id}/invoices', {
          params: { path: { id: groupId }, query: pageParam === null ? {} : { cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    select: (data) => withNames(data.pages.flatMap((page) => page.items)),
  });
}

/** Claims that wait for the caller's word, because the money went to them. Empty for everybody else. */
export const claimsQuery = queryOptions({
  queryKey: keys.payments,
  queryFn: async ({ signal }) =>
    withNames(
      (await unwrap(api.GET('/api/v1/payments', { params: { query: { status: 'claimed' } }, signal }))).items,
    ),
});

/** Payments that have arrived, newest first, a page at a time: for whoever received them. */
export const arrivedQuery = infiniteQueryOptions({
  queryKey: keys.arrivedPayments,
  queryFn: ({ signal, pageParam }) =>
    unwrap(
      api.GET('/api/v1/payments', {
        params: {
          query: { status: 'confirmed', limit: 20, ...(pageParam === null ? {} : { cursor: pageParam }) },
        },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
  select: (data) => data.pages.flatMap((page) => page.items),
});

/** Up to how much I cover others by myself. */
export function standingCoverQuery(groupId: string) {
  return queryOptions({
    queryKey: keys.standingCover(groupId),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/groups/{id}/standing-cover', { params: { path: { id: groupId } }, signal })),
  });
}

/** What members owe each other for covered shares. */
export function settleUpQuery(groupId: string) {
  return queryOptions({
    queryKey: keys.settleUp(groupId),
    queryFn: async ({ signal }) =>
      withNames(
        await unwrap(api.GET('/api/v1/groups/{id}/settle-up', { params: { path: { id: groupId } }, signal })),
      ),
  });
}
