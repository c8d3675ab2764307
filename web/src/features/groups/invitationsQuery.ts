import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

/** The group's open invitations. */
export function invitationsQuery(groupId: string) {
  return queryOptions({
    queryKey: keys.invitations(groupId),
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET('/api/v1/groups/{id}/invitations', { params: { path: { id: groupId } }, signal }),
        )
      ).items,
  });
}
