import { useState } from 'react';
import { isProblem } from '@/lib/api/problem';
import { adoptSession } from '@/lib/api/session';
import type { UnlockedSession } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { CodeField } from '@/ui/CodeField';
import { PasswordField } from '@/ui/PasswordField';
import { ProblemNote } from '@/ui/ProblemNote';
import { type Kept, RecoveryCode } from '@/ui/RecoveryCode';
import { AuthPage } from './AuthPage';
import { RecoveryCodeField } from './RecoveryCodeField';

/** What opens the chats: one of the first two, and a code where the account asks for one. */
export type Opening = { password?: string; recovery_code?: string; code?: string };

type Props = {
  /** Why this is asked, in plain words. */
  text: string;
  /** Whose account it is, for the browser's password manager. */
  email?: string;
  unlock(opening: Opening): Promise<UnlockedSession>;
  onDone(): void;
  onBack(): void;
};

/** After something that says who it is and does not open the chats: the password or the recovery code does. */
export function UnlockPage({ onDone, ...rest }: Props) {
  const [kept, setKept] = useState<Kept | null>(null);
  if (kept !== null) {
    return (
      <AuthPage title={t('recovery.title')}>
        <p className="text-16">{t('signIn.codeReplaced')}</p>
        <RecoveryCode kept={kept} onDone={onDone} />
      </AuthPage>
    );
  }
  return (
    <AuthPage title={t('signIn.unlockTitle')}>
      <UnlockForm
        {...rest}
        onUnlocked={(session) => {
          const { recovery_code: code, user } = session;
          if (code) {
            setKept({ code, email: user.email, operator: false });
          }
          adoptSession(session);
          if (!code) {
            onDone();
          }
        }}
      />
    </AuthPage>
  );
}

type FormProps = Omit<Props, 'onDone'> & { onUnlocked(session: UnlockedSession): void };

function UnlockForm({ text, email, unlock, onUnlocked, onBack }: FormProps) {
  const [byCode, setByCode] = useState(false);
  const [asksCode, setAsksCode] = useState(false);
  const form = useForm({
    initial: { password: '', recovery_code: '', code: '' },
    check: ({ password, recovery_code, code }) => ({
      ...(!byCode && password === '' ? { password: t('signIn.noPassword') } : {}),
      ...(byCode && recovery_code.trim() === '' ? { recovery_code: t('signIn.noRecoveryCode') } : {}),
      ...(asksCode && code.trim() === '' ? { code: t('signIn.noCode') } : {}),
    }),
    async submit({ password, recovery_code, code }) {
      try {
        const opening = byCode ? { recovery_code } : { password };
        onUnlocked(await unlock({ ...opening, ...(asksCode ? { code } : {}) }));
      } catch (error) {
        if (!isProblem(error, 'second_factor_required')) {
          throw error;
        }
        setAsksCode(true);
      }
    },
  });
  if (asksCode) {
    return (
      <form className="flex flex-col gap-5" {...form.props}>
        <p className="text-16 text-ink-soft">{t('signIn.codeText')}</p>
        <CodeField label={t('signIn.code')} error={form.error('code')} {...form.bind('code')} takesFocus />
        <ProblemNote problem={form.problem} />
        <Button type="submit" variant="primary" size="l" busy={form.busy}>
          {t('signIn.unlock')}
        </Button>
        <Button variant="quiet" onClick={onBack}>
          {t('signIn.back')}
        </Button>
      </form>
    );
  }
  return (
    <form className="flex flex-col gap-5" {...form.props}>
      <p className="text-16 text-ink-soft">{text}</p>
      {email === undefined ? null : (
        <input type="email" autoComplete="username" value={email} readOnly hidden />
      )}
      {byCode ? (
        <RecoveryCodeField error={form.error('recovery_code')} {...form.bind('recovery_code')} />
      ) : (
        <PasswordField
          label={t('signUp.password')}
          error={form.error('password')}
          {...form.bind('password')}
          autoComplete="current-password"
        />
      )}
      <ProblemNote problem={form.problem} />
      <Button type="submit" variant="primary" size="l" busy={form.busy}>
        {t('signIn.unlock')}
      </Button>
      <Button variant="quiet" onClick={() => setByCode(!byCode)}>
        {byCode ? t('signIn.unlockByPassword') : t('signIn.unlockByCode')}
      </Button>
      <Button variant="quiet" onClick={onBack}>
        {t('signIn.back')}
      </Button>
    </form>
  );
}
