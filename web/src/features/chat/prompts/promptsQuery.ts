import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Prompt } from '@/lib/api/types';

const NONE: readonly Prompt[] = [];

export const promptsQuery = queryOptions({
  queryKey: keys.prompts,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/prompts', { signal }))).items,
});

/** What can be written by "/" in the composer. Without a connection: nothing new. */
export function usePrompts(): readonly Prompt[] {
  return useQuery(promptsQuery).data ?? NONE;
}
