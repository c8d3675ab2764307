import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { openApi, unwrap } from '@/lib/api/client';
import { serverQuery } from '@/lib/api/queries';
import { t } from '@/lib/i18n/t';
import { safeNext } from '@/lib/safeNext';
import { ButtonLink } from '@/ui/ButtonLink';
import { ProblemNote } from '@/ui/ProblemNote';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toasts';
import { AuthPage } from './AuthPage';
import { IssuerSignUp } from './IssuerSignUp';
import { UnlockPage } from './UnlockPage';

type Props = {
  /** What the issuer sent along; null when it was left without an answer. */
  answer: { code: string; state: string } | null;
  onDone(next: string | null): void;
  onLinked(): void;
  onBack(): void;
};

/** Where the issuer sends the browser back to: then the chats are opened, or an account is made. */
export function IssuerReturnPage({ answer, onDone, onLinked, onBack }: Props) {
  const { data: server } = useQuery(serverQuery);
  const { data: step, error } = useQuery({
    queryKey: ['issuer-return', answer?.state],
    queryFn: () =>
      unwrap(openApi.POST('/api/v1/auth/issuer/finish', { body: answer ?? { code: '', state: '' } })),
    enabled: answer !== null,
    retry: false,
    // An answer counts once.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const name = server?.issuer ?? '';
  const linked = step?.step === 'linked';
  useEffect(() => {
    if (linked) {
      toast(t('issuer.tiedToast', { name }));
      onLinked();
    }
  }, [linked, name, onLinked]);

  if (step?.step === 'unlock') {
    return (
      <UnlockPage
        text={t('issuer.unlockText', { name })}
        email={step.email}
        unlock={(opening) => unwrap(openApi.POST('/api/v1/auth/issuer/unlock', { body: opening }))}
        onDone={() => onDone(safeNext(step.next))}
        onBack={onBack}
      />
    );
  }
  if (step?.step === 'sign_up') {
    return <IssuerSignUp name={name} known={step} onDone={() => onDone(safeNext(step.next))} />;
  }
  return (
    <AuthPage title={t('issuer.title', { name })}>
      {answer === null || error !== null ? (
        <>
          {error === null ? (
            <p className="text-16 text-ink-soft">{t('issuer.cancelled')}</p>
          ) : (
            <ProblemNote problem={error} />
          )}
          <ButtonLink to="/sign-in" className="self-start">
            {t('forgot.back')}
          </ButtonLink>
        </>
      ) : (
        <Loading>
          <Skeleton className="h-11" />
        </Loading>
      )}
    </AuthPage>
  );
}
