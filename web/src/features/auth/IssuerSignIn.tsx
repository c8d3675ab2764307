import { useQuery } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import { useState } from 'react';
import { openApi, unwrap } from '@/lib/api/client';
import { asProblem, type Problem } from '@/lib/api/problem';
import { serverQuery } from '@/lib/api/queries';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { ProblemNote } from '@/ui/ProblemNote';

/** Signing in, or up, with the server's OpenID Connect issuer. Nothing where there is none. */
export function IssuerSignIn({ next }: { next: string | undefined }) {
  const { data: server } = useQuery(serverQuery);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const name = server?.issuer;
  if (!name) {
    return null;
  }

  async function go() {
    setBusy(true);
    setProblem(null);
    try {
      const body = next === undefined ? {} : { next };
      const { url } = await unwrap(openApi.POST('/api/v1/auth/issuer/begin', { body }));
      globalThis.location.assign(url);
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  }

  return (
    <>
      <Button size="l" busy={busy} icon={<LogIn size={18} aria-hidden="true" />} onClick={go}>
        {t('issuer.continue', { name })}
      </Button>
      {problem ? <ProblemNote problem={problem} /> : null}
    </>
  );
}
