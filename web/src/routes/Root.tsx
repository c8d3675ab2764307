import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { sessionState, useSession } from '@/lib/api/session';
import { Announcer } from '@/ui/Announcer';
import { Tooltips } from '@/ui/Tooltips';
import { toasts } from '@/ui/toasts';

const SessionExpired = lazy(() =>
  import('@/features/auth/SessionExpired').then((module) => ({ default: module.SessionExpired })),
);

const Toaster = lazy(() => import('@/ui/Toaster').then((module) => ({ default: module.Toaster })));

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
      <Toasts />
      <Tooltips />
      <Announcer />
    </>
  );
}

/** Fetched with the first toast: most first visits show none. */
function Toasts() {
  const [needed, setNeeded] = useState(toasts.get().length > 0);
  useEffect(() => toasts.subscribe(() => setNeeded(true)), []);
  return needed ? (
    <Suspense>
      <Toaster />
    </Suspense>
  ) : null;
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
