import { asProblem } from '@/lib/api/problem';
import { Button, type ButtonProps } from './Button';
import { ProblemNote } from './ProblemNote';

export type Pages = {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: Error | null;
  fetchNextPage(): unknown;
};

type Props = Omit<ButtonProps, 'busy' | 'onClick'> & { query: Pages };

/** Fetches more of a list where there is more, and says why if that does not come. What is here stays. */
export function More({ query, ...button }: Props) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, error, fetchNextPage } = query;
  if (!hasNextPage) {
    return null;
  }
  // What went wrong is told until it is tried again: the query keeps it until that has gone well.
  return isFetchNextPageError && !isFetchingNextPage ? (
    <ProblemNote problem={asProblem(error)} onRetry={() => void fetchNextPage()} />
  ) : (
    <Button {...button} busy={isFetchingNextPage} onClick={() => void fetchNextPage()} />
  );
}
