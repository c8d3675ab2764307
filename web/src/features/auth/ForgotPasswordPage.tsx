import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { openApi, unwrap } from '@/lib/api/client';
import { serverQuery } from '@/lib/api/queries';
import { t, tx } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Fetched } from '@/ui/Fetched';
import { Field, TextInput } from '@/ui/Field';
import { ProblemNote } from '@/ui/ProblemNote';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { AuthPage } from './AuthPage';

/** Asks for a link by mail; on a server that sends none, it says whom to ask. */
export function ForgotPasswordPage() {
  const server = useQuery(serverQuery);
  const [askedFor, setAskedFor] = useState<string | null>(null);
  return (
    <AuthPage title={t('forgot.title')}>
      <Fetched
        query={server}
        loading={
          <Loading>
            <Skeleton className="h-11" />
          </Loading>
        }
      >
        {({ mail }) =>
          !mail ? (
            <p className="text-16 text-ink-soft">{t('forgot.noMail')}</p>
          ) : askedFor === null ? (
            <AskForLink onAsked={setAskedFor} />
          ) : (
            <output className="text-16 text-ink-soft">
              {tx('forgot.sent', { email: <strong className="font-semibold text-ink">{askedFor}</strong> })}
            </output>
          )
        }
      </Fetched>
      <p className="text-14 text-ink-soft">
        <Link to="/sign-in" className="font-medium text-ink underline underline-offset-4">
          {t('forgot.back')}
        </Link>
      </p>
    </AuthPage>
  );
}

function AskForLink({ onAsked }: { onAsked(email: string): void }) {
  const form = useForm({
    initial: { email: '' },
    check: ({ email }): { email?: string } =>
      /^\S+@\S+$/.test(email.trim()) ? {} : { email: t('signUp.noEmail') },
    async submit({ email }) {
      await unwrap(openApi.POST('/api/v1/auth/password-reset', { body: { email: email.trim() } }));
      onAsked(email.trim());
    },
  });
  return (
    <>
      <p className="text-16 text-ink-soft">{t('forgot.text')}</p>
      <form className="flex flex-col gap-5" {...form.props}>
        <Field label={t('signUp.email')} error={form.error('email')}>
          {(control) => (
            <TextInput
              {...control}
              {...form.bind('email')}
              type="email"
              inputMode="email"
              autoComplete="username"
              autoCapitalize="off"
              spellCheck={false}
            />
          )}
        </Field>
        <ProblemNote problem={form.problem} />
        <Button type="submit" variant="primary" size="l" busy={form.busy}>
          {t('forgot.submit')}
        </Button>
      </form>
    </>
  );
}
