import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { withNames } from '@/lib/i18n/people';

/** Enough for a screen; the bell needs the first page for its number. */
const PAGE = 20;

/** What I am told, the newest first, a page at a time. */
export const noticesQuery = infiniteQueryOptions({
  queryKey: keys.notices,
  queryFn: async ({ signal, pageParam }) =>
    withNames(
      await unwrap(
        api.GET('/api/v1/notices', {
          params: { query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
});
