import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

/** Lines that fit on a phone without hiding the rest of the settings. */
const LINES = 10;

/** What happened to the account, the newest first, a page at a time. */
export const activityQuery = infiniteQueryOptions({
  queryKey: keys.activity,
  queryFn: ({ signal, pageParam }) =>
    unwrap(
      api.GET('/api/v1/me/activity', {
        params: { query: { limit: LINES, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
  select: (data) => data.pages.flatMap((page) => page.items),
  // It changes from outside, by whoever signs in: looked at anew whenever it is shown.
  staleTime: 0,
});
