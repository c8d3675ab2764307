import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '@/lib/api/client';
import { currentUser } from '@/lib/api/session';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Section } from '@/ui/Page';
import { missingCharacters, PasswordField } from '@/ui/PasswordField';
import { ProblemNote } from '@/ui/ProblemNote';
import { RecoveryCode } from '@/ui/RecoveryCode';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toasts';
import { IssuerTie } from './IssuerTie';
import { sealedHistoryQuery, UnlockHistory } from './UnlockHistory';

/** The password, the recovery code, and what a lost password left sealed. */
export function PasswordSection() {
  // It stands above all the rest, which would move when it came later.
  const { isPending } = useQuery(sealedHistoryQuery);
  if (isPending) {
    return (
      <Loading>
        <Skeleton className="h-72 max-w-md" />
      </Loading>
    );
  }
  return (
    <div className="flex max-w-md flex-col gap-10">
      <UnlockHistory />
      <ChangePassword />
      <NewRecoveryCode />
      <IssuerTie />
    </div>
  );
}

const EMPTY = { current_password: '', new_password: '' };

function ChangePassword() {
  const form = useForm({
    initial: EMPTY,
    check({ current_password, new_password }) {
      const missing = missingCharacters(new_password);
      return {
        ...(current_password === '' ? { current_password: t('signIn.noPassword') } : {}),
        ...(missing ? { new_password: missing } : {}),
      };
    },
    async submit(body) {
      await unwrap(api.POST('/api/v1/auth/password', { body }));
      form.set('current_password', '');
      form.set('new_password', '');
      toast(t('password.changed'));
    },
  });
  return (
    <Section title={t('password.change')}>
      <p className="text-14 text-ink-soft">{t('password.changeText')}</p>
      <form className="flex flex-col gap-5" {...form.props}>
        <input type="email" autoComplete="username" value={currentUser()?.email ?? ''} readOnly hidden />
        <PasswordField
          label={t('password.current')}
          error={form.error('current_password')}
          {...form.bind('current_password')}
          autoComplete="current-password"
        />
        <PasswordField
          label={t('password.new')}
          hint={t('password.newHint')}
          error={form.error('new_password')}
          {...form.bind('new_password')}
          autoComplete="new-password"
        />
        <ProblemNote problem={form.problem} />
        <Button type="submit" className="self-start" busy={form.busy}>
          {t('password.submit')}
        </Button>
      </form>
    </Section>
  );
}

function NewRecoveryCode() {
  const [code, setCode] = useState<string | null>(null);
  const form = useForm({
    initial: { password: '' },
    check: ({ password }): { password?: string } =>
      password === '' ? { password: t('signIn.noPassword') } : {},
    async submit(body) {
      setCode((await unwrap(api.POST('/api/v1/auth/recovery-code', { body }))).recovery_code);
      form.set('password', '');
    },
  });
  return (
    <Section title={t('recovery.renew')}>
      {code === null ? (
        <>
          <p className="text-14 text-ink-soft">{t('recovery.renewText')}</p>
          <form className="flex flex-col gap-5" {...form.props}>
            <PasswordField
              label={t('signUp.password')}
              error={form.error('password')}
              {...form.bind('password')}
              autoComplete="current-password"
            />
            <ProblemNote problem={form.problem} />
            <Button type="submit" className="self-start" busy={form.busy}>
              {t('recovery.renewSubmit')}
            </Button>
          </form>
        </>
      ) : (
        <RecoveryCode
          kept={{ code, email: currentUser()?.email ?? '', operator: false }}
          onDone={() => setCode(null)}
        />
      )}
    </Section>
  );
}
