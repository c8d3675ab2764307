import { queryOptions } from '@tanstack/react-query';
import { api, idempotent, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Group, TopUpOrder } from '@/lib/api/types';

/** Whether extra credit can be had in a group at all: beside a running month. */
export function sellsCredit({ status, period }: Group): boolean {
  return status === 'active' && period !== null;
}

/** What extra credit costs, and what I have ordered. */
export function topUpQuery(groupId: string) {
  return queryOptions({
    queryKey: keys.topUp(groupId),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/groups/{id}/top-up', { params: { path: { id: groupId } }, signal })),
  });
}

export function orderTopUp(groupId: string, packs: number, key: string): Promise<TopUpOrder> {
  return unwrap(
    api.POST('/api/v1/groups/{id}/top-up', {
      params: { path: { id: groupId } },
      headers: idempotent(key),
      body: { packs },
    }),
  );
}

export function cancelTopUp(groupId: string): Promise<unknown> {
  return unwrap(api.DELETE('/api/v1/groups/{id}/top-up', { params: { path: { id: groupId } } }));
}
