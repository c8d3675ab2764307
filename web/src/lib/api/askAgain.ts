import type { QueryClient, QueryFilters } from '@tanstack/react-query';

type Filters = Pick<QueryFilters, 'queryKey' | 'exact' | 'predicate'>;

/** Asks again for what has changed: for what is here at once, and for what is on its way once it is here. */
export function askAgain(queries: QueryClient, filters: Filters): void {
  askAgainOnceHere(queries, filters);
  // What is on its way comes: it may be the next page that somebody asked for.
  void queries.invalidateQueries(filters, { cancelRefetch: false });
}

/** Only what is on its way: it may have been read before the change, and nothing else would tell. */
export function askAgainOnceHere(queries: QueryClient, filters: Filters): void {
  for (const { promise, queryKey } of queries
    .getQueryCache()
    .findAll({ ...filters, fetchStatus: 'fetching' })) {
    const again = () => queries.invalidateQueries({ queryKey, exact: true });
    // What did not come is asked for by whoever needs it.
    promise?.then(again, () => undefined);
  }
}
