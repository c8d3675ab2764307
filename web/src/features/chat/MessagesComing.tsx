import { ProblemNote } from '@/ui/ProblemNote';
import { Loading, Skeleton } from '@/ui/Skeleton';
import type { OpenConversation } from './useConversation';

/** In the place of a conversation's messages until the first of them are here. */
export function MessagesLoading() {
  return (
    <Loading className="flex flex-col gap-6">
      <Skeleton className="h-11 w-2/5 self-end rounded-m!" />
      <div className="flex flex-col gap-3">
        <Skeleton className="h-4 w-11/12" />
        <Skeleton className="h-4 w-full" />
        <Skeleton className="h-4 w-3/5" />
      </div>
    </Loading>
  );
}

/** In the place of the messages before those that came first. */
export function EarlierMessages({ state, onRetry }: { state: OpenConversation['earlier']; onRetry(): void }) {
  if (state === 'here') {
    return null;
  }
  return state === 'coming' ? (
    <Loading>
      <Skeleton className="h-11" />
    </Loading>
  ) : (
    <ProblemNote problem={state} onRetry={onRetry} />
  );
}
