import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { idempotent, openApi, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { serverQuery } from '@/lib/api/queries';
import { adoptSession } from '@/lib/api/session';
import type { Server } from '@/lib/api/types';
import { locale } from '@/lib/i18n/locale';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Field, TextInput } from '@/ui/Field';
import { missingCharacters, PasswordField } from '@/ui/PasswordField';
import { ProblemNote } from '@/ui/ProblemNote';
import { type Kept, RecoveryCode } from '@/ui/RecoveryCode';
import { AuthPage } from './AuthPage';
import { InvitedBy, invitationIn } from './InvitedBy';
import { IssuerSignIn } from './IssuerSignIn';
import { OtherWays } from './OtherWays';

/** Two fields and a name; then the recovery code, once. */
export function SignUpPage({ next, onDone }: { next: string | undefined; onDone(): void }) {
  const queries = useQueryClient();
  const { data: server } = useQuery(serverQuery);
  const [kept, setKept] = useState<Kept | null>(null);
  const invitation = invitationIn(next);
  // Told only where it is asked for: elsewhere an invitation is accepted after signing up.
  const invited = server?.sign_up === 'invitation' && invitation !== undefined ? { invitation } : {};
  const form = useForm({
    initial: { name: '', email: '', password: '' },
    check({ name, email, password }) {
      const missing = missingCharacters(password);
      return {
        ...(name.trim() === '' ? { name: t('signUp.noName') } : {}),
        ...(/^\S+@\S+$/.test(email.trim()) ? {} : { email: t('signUp.noEmail') }),
        ...(missing ? { password: missing } : {}),
      };
    },
    async submit({ name, email, password }, key) {
      const answer = await unwrap(
        openApi.POST('/api/v1/auth/sign-up', {
          // Mails are written in the language of the page, which may have been chosen here.
          headers: { ...idempotent(key), 'Accept-Language': locale() },
          body: { name: name.trim(), email: email.trim(), password, ...invited },
        }),
      );
      setKept({ code: answer.recovery_code, email: answer.user.email, operator: answer.user.operator });
      adoptSession(answer);
      // The first account takes the operator's place.
      await queries.invalidateQueries({ queryKey: keys.server });
    },
  });

  if (kept !== null) {
    return (
      <AuthPage title={t('recovery.title')}>
        <RecoveryCode kept={kept} onDone={onDone} />
      </AuthPage>
    );
  }
  const closed = shutOut(server, invitation !== undefined);
  if (closed !== null) {
    return (
      <AuthPage title={t('signUp.title')}>
        <p className="text-16 text-ink-soft">{closed}</p>
        <SignInInstead next={next} />
      </AuthPage>
    );
  }
  return (
    <AuthPage title={t('signUp.title')}>
      <InvitedBy next={next} />
      {server?.needs_operator ? (
        <p className="rounded-s bg-accent-soft px-4 py-3 text-14">{t('signUp.operator')}</p>
      ) : null}
      <form className="flex flex-col gap-5" {...form.props}>
        <Field label={t('signUp.name')} hint={t('signUp.nameHint')} error={form.error('name')}>
          {(control) => <TextInput {...control} {...form.bind('name')} autoComplete="name" maxLength={80} />}
        </Field>
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
        <PasswordField
          label={t('signUp.password')}
          hint={t('signUp.passwordHint')}
          error={form.error('password')}
          {...form.bind('password')}
          autoComplete="new-password"
        />
        {form.problem ? (
          <ProblemNote problem={form.problem}>
            {form.problem.code === 'email_taken' ? (
              <Link
                to="/sign-in"
                search={next ? { next } : {}}
                className="font-medium underline underline-offset-4"
              >
                {t('signUp.taken')}
              </Link>
            ) : null}
          </ProblemNote>
        ) : null}
        <Button type="submit" variant="primary" size="l" busy={form.busy}>
          {t('signUp.submit')}
        </Button>
      </form>
      <OtherWays>
        <IssuerSignIn next={next} />
      </OtherWays>
      <SignInInstead next={next} />
    </AuthPage>
  );
}

/** Why this visitor cannot sign up, in words. The first account can always be made: it is the operator's. */
function shutOut(server: Server | undefined, invited: boolean): string | null {
  if (server === undefined || server.needs_operator || server.sign_up === 'open') {
    return null;
  }
  if (server.sign_up === 'closed') {
    return t('signUp.closed');
  }
  return invited ? null : t('signUp.invited');
}

function SignInInstead({ next }: { next: string | undefined }) {
  return (
    <p className="text-14 text-ink-soft">
      {t('signUp.have')}{' '}
      <Link
        to="/sign-in"
        search={next ? { next } : {}}
        className="font-medium text-ink underline underline-offset-4"
      >
        {t('signUp.signIn')}
      </Link>
    </p>
  );
}
