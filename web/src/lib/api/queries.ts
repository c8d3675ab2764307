import { queryOptions } from '@tanstack/react-query';
import { withNames } from '../i18n/people';
import { api, openApi, unwrap } from './client';
import { keys } from './keys';

// What several features read. A feature's own reads stay in the feature.

export const serverQuery = queryOptions({
  queryKey: keys.server,
  // Without a token: what is asked here decides how one can sign in, also while a session waits for that.
  queryFn: ({ signal }) => unwrap(openApi.GET('/api/v1/server', { signal })),
  staleTime: 5 * 60_000,
});

export const groupsQuery = queryOptions({
  queryKey: keys.groups,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/groups', { signal }))).items,
});

export function groupQuery(groupId: string) {
  return queryOptions({
    queryKey: keys.group(groupId),
    queryFn: async ({ signal }) =>
      withNames(await unwrap(api.GET('/api/v1/groups/{id}', { params: { path: { id: groupId } }, signal }))),
  });
}

export function modelsQuery(groupId: string) {
  return queryOptions({
    queryKey: keys.models(groupId),
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET('/api/v1/models', { params: { query: { group_id: groupId } }, signal }))).items,
    // What they cost changes seldom, whether their vendors answer within a minute.
    staleTime: 60_000,
  });
}

export const plansQuery = queryOptions({
  queryKey: keys.plans,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/plans', { signal }))).items,
  staleTime: 5 * 60_000,
});

export function invitationQuery(token: string) {
  return queryOptions({
    queryKey: keys.invitation(token),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/invitations/{token}', { params: { path: { token } }, signal })),
  });
}
