import { useMutation, useQuery } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import { openApi, unwrap } from '@/lib/api/client';
import { serverQuery } from '@/lib/api/queries';
import { t } from '@/lib/i18n/t';
import { leaveFor } from '@/lib/leaveFor';
import { Button } from '@/ui/Button';
import { ProblemNote } from '@/ui/ProblemNote';

/** Signing in, or up, with the server's OpenID Connect issuer. Nothing where there is none. */
export function IssuerSignIn({ next }: { next: string | undefined }) {
  const { data: server } = useQuery(serverQuery);
  const go = useMutation({
    mutationFn: async () => {
      const body = next === undefined ? {} : { next };
      const { url } = await unwrap(openApi.POST('/api/v1/auth/issuer/begin', { body }));
      await leaveFor(url);
    },
  });
  const name = server?.issuer;
  if (!name) {
    return null;
  }
  return (
    <>
      <Button
        size="l"
        busy={go.isPending}
        icon={<LogIn size={18} aria-hidden="true" />}
        onClick={() => go.mutate()}
      >
        {t('issuer.continue', { name })}
      </Button>
      <ProblemNote problem={go.error} />
    </>
  );
}
