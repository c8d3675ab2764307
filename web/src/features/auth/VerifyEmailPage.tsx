import { useQuery } from '@tanstack/react-query';
import { openApi, unwrap } from '@/lib/api/client';
import { asProblem } from '@/lib/api/problem';
import { currentUser, renewNow } from '@/lib/api/session';
import { t } from '@/lib/i18n/t';
import { ButtonLink } from '@/ui/ButtonLink';
import { ProblemNote } from '@/ui/ProblemNote';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { AuthPage } from './AuthPage';

/** Shows that mail arrives, by opening the link in it; on any device, signed in or not. */
export function VerifyEmailPage({ token }: { token: string }) {
  const { isSuccess, error, refetch } = useQuery({
    queryKey: ['verify-email', token],
    queryFn: async () => {
      await unwrap(openApi.POST('/api/v1/auth/verify-email', { body: { token } }));
      if (currentUser() !== null) {
        await renewNow();
      }
      return true;
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <AuthPage title={t('verify.title')}>
      {error ? (
        <ProblemNote
          problem={error}
          // The link's token is out of the address by now: a reload would not bring it back.
          onRetry={asProblem(error).passing ? () => void refetch() : undefined}
        />
      ) : isSuccess ? (
        <output className="text-16 text-ink-soft">{t('verify.done')}</output>
      ) : (
        <Loading>
          <Skeleton className="h-11" />
        </Loading>
      )}
      <ButtonLink to="/" className="self-start">
        {t('verify.goOn')}
      </ButtonLink>
    </AuthPage>
  );
}
