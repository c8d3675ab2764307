import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { SharedLink } from '@/lib/api/types';

/** My links that still work. */
export const sharedLinksQuery = queryOptions({
  queryKey: keys.sharedLinks,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/snapshots', { signal }))).items,
});

/** What a link shows, still sealed. */
export function sharedQuery(id: string) {
  return queryOptions({
    queryKey: keys.shared(id),
    queryFn: async ({ signal }) => {
      const call = api.GET('/api/v1/shared/{id}', {
        params: { path: { id } },
        parseAs: 'arrayBuffer',
        signal,
      });
      return new Uint8Array(await unwrap<ArrayBuffer>(call));
    },
    staleTime: Number.POSITIVE_INFINITY,
    // Whoever opened it asks again by hand, and is told at once meanwhile.
    retry: false,
  });
}

export async function createLink(
  conversationId: string,
  sealed: Uint8Array<ArrayBuffer>,
  days: number | null,
  password: boolean,
): Promise<SharedLink> {
  return await unwrap(
    api.POST('/api/v1/conversations/{id}/snapshots', {
      params: { path: { id: conversationId }, query: { password, ...(days === null ? {} : { days }) } },
      // The API's document calls bytes a list of numbers; they are sent as they are.
      body: [],
      bodySerializer: () => sealed,
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  );
}

export async function revokeLink(id: string): Promise<void> {
  await unwrap(api.DELETE('/api/v1/snapshots/{id}', { params: { path: { id } } }));
}
