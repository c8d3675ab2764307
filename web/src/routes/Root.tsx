import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { sessionState, useSession } from '@/lib/api/session';
import { Announcer } from '@/ui/Announcer';
import { Toaster } from '@/ui/Toaster';

const SessionExpired = lazy(() =>
  import('@/features/auth/SessionExpired').then((module) => ({ default: module.SessionExpired })),
);

/** Around every page. */
export function Root() {
  useSignedOut();
  const session = useSession();
  return (
    <>
      <Outlet />
      {session.status === 'expired' ? (
        <Suspense>
          <SessionExpired />
        </Suspense>
      ) : null}
      <Toaster />
      <Announcer />
    </>
  );
}

/** When the session ends, here or in another tab, nothing of it stays: neither what was fetched nor the page. */
function useSignedOut(): void {
  const queries = useQueryClient();
  const router = useRouter();
  useEffect(() => {
    let before = sessionState.get().status;
    return sessionState.subscribe(() => {
      const now = sessionState.get().status;
      if (now === 'signed_out' && (before === 'signed_in' || before === 'expired')) {
        queries.clear();
        void router.invalidate();
      }
      before = now;
    });
  }, [queries, router]);
}
