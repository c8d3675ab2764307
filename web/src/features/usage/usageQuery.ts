import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { UsageRow } from '@/lib/api/types';

/** Everything used in the group's period: a few hundred rows at most, so all pages at once. */
export function usageQuery(groupId: string) {
  return queryOptions({
    queryKey: keys.usage(groupId),
    queryFn: async ({ signal }) => {
      const rows: UsageRow[] = [];
      let cursor: string | null = null;
      do {
        const page: { items: UsageRow[]; next: string | null } = await unwrap(
          api.GET('/api/v1/groups/{id}/usage', {
            params: { path: { id: groupId }, query: cursor === null ? {} : { cursor } },
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
