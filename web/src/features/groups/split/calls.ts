import { queryOptions } from '@tanstack/react-query';
import { api, idempotent, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Split, SplitChange, SplitProposal } from '@/lib/api/types';

/** What a split would change, as the server reckons it: amounts are computed in one place only. */
export function previewQuery(groupId: string, split: Split) {
  return queryOptions({
    queryKey: keys.splitPreview(groupId, JSON.stringify(split)),
    queryFn: ({ signal }) =>
      unwrap(
        api.PUT('/api/v1/groups/{id}/split', {
          params: { path: { id: groupId }, query: { preview: true } },
          body: split,
          signal,
        }),
      ),
    retry: false,
  });
}

export function historyQuery(groupId: string) {
  return queryOptions({
    queryKey: keys.splits(groupId),
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET('/api/v1/groups/{id}/splits', { params: { path: { id: groupId } }, signal })))
        .items,
  });
}

export function changeSplit(groupId: string, split: Split, key: string): Promise<SplitChange> {
  return unwrap(
    api.PUT('/api/v1/groups/{id}/split', {
      params: { path: { id: groupId } },
      headers: idempotent(key),
      body: split,
    }),
  );
}

export function answerSplit(
  groupId: string,
  proposalId: string,
  answer: 'approve' | 'decline' | 'withdraw',
): Promise<SplitProposal> {
  const params = { path: { id: groupId, proposal_id: proposalId } };
  switch (answer) {
    case 'approve':
      return unwrap(api.POST('/api/v1/groups/{id}/splits/{proposal_id}/approve', { params }));
    case 'decline':
      return unwrap(api.POST('/api/v1/groups/{id}/splits/{proposal_id}/decline', { params }));
    case 'withdraw':
      return unwrap(api.POST('/api/v1/groups/{id}/splits/{proposal_id}/withdraw', { params }));
  }
}
