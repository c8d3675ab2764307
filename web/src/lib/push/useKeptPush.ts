import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isAllowed } from './browser';
import { pushQuery } from './pushQuery';

/** Looks once a visit whether what is pushed to this device still arrives: browsers move, and the server's key can change. */
export function useKeptPush(): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (isAllowed()) {
      void queries.prefetchQuery(pushQuery);
    }
  }, [queries]);
}
