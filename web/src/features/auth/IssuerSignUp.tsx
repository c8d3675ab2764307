import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { openApi, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { serverQuery } from '@/lib/api/queries';
import { adoptSession } from '@/lib/api/session';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Field, TextInput } from '@/ui/Field';
import { missingCharacters, PasswordField } from '@/ui/PasswordField';
import { ProblemNote } from '@/ui/ProblemNote';
import { type Kept, RecoveryCode } from '@/ui/RecoveryCode';
import { AuthPage } from './AuthPage';
import { InvitedBy, invitationIn } from './InvitedBy';

type Props = {
  /** What people call the issuer. */
  name: string;
  /** What it knows of them, and where they were going. */
  known: { email?: string | null; name?: string | null; next?: string | null };
  onDone(): void;
};

/** An account for whom the issuer knows: a password for the chats, which it never sees; then the recovery code, once. */
export function IssuerSignUp({ name: issuer, known, onDone }: Props) {
  const queries = useQueryClient();
  const { data: server } = useQuery(serverQuery);
  const [kept, setKept] = useState<Kept | null>(null);
  const next = known.next ?? undefined;
  const invitation = invitationIn(next);
  const form = useForm({
    initial: { name: known.name ?? '', email: known.email ?? '', password: '' },
    check({ name, email, password }) {
      const missing = missingCharacters(password);
      return {
        ...(name.trim() === '' ? { name: t('signUp.noName') } : {}),
        ...(/^\S+@\S+$/.test(email.trim()) ? {} : { email: t('signUp.noEmail') }),
        ...(missing ? { password: missing } : {}),
      };
    },
    async submit({ name, email, password }) {
      const invited = server?.sign_up === 'invitation' && invitation !== undefined ? { invitation } : {};
      const body = { name: name.trim(), email: email.trim(), password, ...invited };
      const answer = await unwrap(openApi.POST('/api/v1/auth/issuer/sign-up', { body }));
      setKept({ code: answer.recovery_code, email: answer.user.email, operator: answer.user.operator });
      adoptSession(answer);
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
  return (
    <AuthPage title={t('issuer.signUpTitle')}>
      <InvitedBy next={next} />
      <p className="text-16 text-ink-soft">{t('issuer.signUpText', { name: issuer })}</p>
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
          label={t('issuer.password')}
          hint={t('password.newHint')}
          error={form.error('password')}
          {...form.bind('password')}
          autoComplete="new-password"
        />
        <ProblemNote problem={form.problem} />
        <Button type="submit" variant="primary" size="l" busy={form.busy}>
          {t('signUp.submit')}
        </Button>
      </form>
    </AuthPage>
  );
}
