import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Caps, Lending, UsageRow } from '@/lib/api/types';

/** Everything used from a day on: in a period a few hundred rows at most, so all pages at once. */
export function usageQuery(groupId: string, from: string) {
  return queryOptions({
    queryKey: [...keys.usage(groupId), from],
    queryFn: async ({ signal }) => {
      const rows: UsageRow[] = [];
      let cursor: string | null = null;
      do {
        const page: { items: UsageRow[]; next: string | null } = await unwrap(
          api.GET('/api/v1/groups/{id}/usage', {
            params: { path: { id: groupId }, query: cursor === null ? { from } : { from, cursor } },
            signal,
          }),
        );
        rows.push(...page.items);
        cursor = page.next;
      } while (cursor !== null);
      return rows;
    },
  });
}

export function usageSummaryQuery(groupId: string) {
  return queryOptions({
    queryKey: keys.usageSummary(groupId),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/groups/{id}/usage/summary', { params: { path: { id: groupId } }, signal })),
  });
}

/** The whole usage of a group as a table for other programs. */
export function fetchUsageTable(groupId: string): Promise<string> {
  return unwrap(
    api.GET('/api/v1/groups/{id}/usage.csv', { params: { path: { id: groupId } }, parseAs: 'text' }),
  );
}

export function capsQuery(groupId: string) {
  return queryOptions({
    queryKey: keys.caps(groupId),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/groups/{id}/caps', { params: { path: { id: groupId } }, signal })),
  });
}

export function setCaps(groupId: string, caps: Caps): Promise<Caps> {
  return unwrap(api.PUT('/api/v1/groups/{id}/caps', { params: { path: { id: groupId } }, body: caps }));
}

export function lendingQuery(groupId: string) {
  return queryOptions({
    queryKey: keys.lending(groupId),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/groups/{id}/lending', { params: { path: { id: groupId } }, signal })),
  });
}

export function setLending(groupId: string, lending: Lending['next']): Promise<Lending> {
  return unwrap(
    api.PUT('/api/v1/groups/{id}/lending', { params: { path: { id: groupId } }, body: { lending } }),
  );
}
