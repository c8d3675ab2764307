import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

/** What another plan would change. Nothing happens. */
export function planPreviewQuery(groupId: string, plan: string) {
  return queryOptions({
    queryKey: keys.planPreview(groupId, plan),
    queryFn: ({ signal }) =>
      unwrap(
        api.PUT('/api/v1/groups/{id}/plan', {
          params: { path: { id: groupId }, query: { preview: true } },
          body: { plan },
          signal,
        }),
      ),
    retry: false,
  });
}
