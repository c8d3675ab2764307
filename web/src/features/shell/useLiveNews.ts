import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isProblem } from '@/lib/api/problem';
import { followLive } from '@/lib/events/live';

/** Keeps what the page shows up to date for as long as it is open. */
export function useLiveNews(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const ending = new AbortController();
    followLive(queries, ending.signal).catch((error: unknown) => {
      // A refusal is final here (the session ended); anything else is a bug and must be seen.
      if (!isProblem(error)) {
        throw error;
      }
    });
    return () => ending.abort();
  }, [queries]);
}
