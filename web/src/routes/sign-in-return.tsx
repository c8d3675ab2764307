import { useNavigate, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { IssuerReturnPage } from '@/features/auth/IssuerReturnPage';

/** What the issuer put into the address. Taken out of it at once: the code stays in neither history nor screen shots. */
function useIssuerAnswer(): { code: string; state: string } | null {
  const router = useRouter();
  const [answer] = useState(() => {
    const query = new URLSearchParams(globalThis.location.search);
    const [code, state] = [query.get('code'), query.get('state')];
    return code === null || state === null ? null : { code, state };
  });
  useEffect(() => {
    if (globalThis.location.search !== '') {
      router.history.replace(globalThis.location.pathname);
    }
  }, [router]);
  return answer;
}

export function SignInReturnRoute() {
  const answer = useIssuerAnswer();
  const router = useRouter();
  const navigate = useNavigate();
  const onLinked = useCallback(
    () => void navigate({ to: '/settings/$section', params: { section: 'password' }, replace: true }),
    [navigate],
  );
  return (
    <IssuerReturnPage
      answer={answer}
      onDone={(next) => router.history.replace(next ?? '/home')}
      onLinked={onLinked}
      onBack={() => void navigate({ to: '/sign-in', replace: true })}
    />
  );
}
