import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { openApi, unwrap } from '@/lib/api/client';
import { asProblem } from '@/lib/api/problem';
import { forget } from '@/lib/api/session';
import { t } from '@/lib/i18n/t';
import { ProblemNote } from '@/ui/ProblemNote';
import { type Kept, RecoveryCode } from '@/ui/RecoveryCode';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { AuthPage } from './AuthPage';
import { type PasswordReset, ResetPasswordForm } from './ResetPasswordForm';

type Props = {
  /** From the link's fragment, which browsers send to nobody. */
  token: string;
  onDone(): void;
};

/** Sets a new password by a link, and shows the new recovery code. Signing in comes after it. */
export function ResetPasswordPage({ token, onDone }: Props) {
  const [done, setDone] = useState<(Kept & { sealed: boolean }) | null>(null);
  const {
    data: preview,
    error,
    refetch,
  } = useQuery({
    queryKey: ['password-reset', token],
    queryFn: () => unwrap(openApi.POST('/api/v1/auth/password-reset/preview', { body: { token } })),
    enabled: done === null,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

  if (done !== null) {
    return (
      <AuthPage title={t('recovery.title')}>
        <p className="rounded-s bg-accent-soft px-4 py-3 text-14">
          {t(done.sealed ? 'reset.doneSealed' : 'reset.doneKept')}
        </p>
        <RecoveryCode kept={done} onDone={onDone} />
      </AuthPage>
    );
  }
  return (
    <AuthPage title={t('reset.title')}>
      {error ? (
        asProblem(error).passing ? (
          <ProblemNote problem={error} onRetry={() => void refetch()} />
        ) : (
          <ProblemNote problem={error}>
            <Link to="/forgot-password" className="font-medium underline underline-offset-4">
              {t('reset.again')}
            </Link>
          </ProblemNote>
        )
      ) : preview === undefined ? (
        <Loading>
          <Skeleton className="h-11" />
          <Skeleton className="h-11" />
        </Loading>
      ) : (
        <ResetPasswordForm
          token={token}
          preview={preview}
          onReset={(answer: PasswordReset) => {
            setDone({
              code: answer.recovery_code,
              email: preview.email,
              operator: false,
              sealed: !answer.history_kept,
            });
            // Every session has ended, also one in this browser.
            forget();
          }}
        />
      )}
    </AuthPage>
  );
}
