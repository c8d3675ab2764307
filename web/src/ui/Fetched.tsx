import type { ReactNode } from 'react';
import { ProblemNote } from './ProblemNote';

type Props<T> = {
  query: { data: T | undefined; error: Error | null; refetch(): unknown };
  /** What stands in its place until it is here, in its size. */
  loading: ReactNode;
  children(data: T): ReactNode;
};

/** What was asked for: its place until it comes, and why if it does not. What is here stays, also when asking for it again fails. */
export function Fetched<T>({ query: { data, error, refetch }, loading, children }: Props<T>) {
  if (data !== undefined) {
    return children(data);
  }
  return error === null ? loading : <ProblemNote problem={error} onRetry={() => void refetch()} />;
}
