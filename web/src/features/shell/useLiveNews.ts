import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followLive } from '@/lib/events/live';

/** Keeps what the page shows up to date for as long as it is open. */
export function useLiveNews(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const ending = new AbortController();
    // A refusal is final here: the session ended.
    followLive(queries, ending.signal).catch(() => undefined);
    return () => ending.abort();
  }, [queries]);
}
