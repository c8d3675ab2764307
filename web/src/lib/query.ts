import { QueryClient } from '@tanstack/react-query';
import { asProblem } from '@/lib/api/problem';

const RETRIES = 2;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // Refusals are final; only what may pass is asked again.
        retry: (failures, error) => failures < RETRIES && asProblem(error).passing,
      },
      // Without a connection a change fails at once and says so, instead of waiting silently and happening later.
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
