import { useState } from 'react';
import { openApi, unwrap } from '@/lib/api/client';
import { adoptSession } from '@/lib/api/session';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Field, TextInput } from '@/ui/Field';
import { PasswordField } from '@/ui/PasswordField';
import { ProblemNote } from '@/ui/ProblemNote';
import type { Locked } from './PasskeySignIn';

type Props = { locked: Locked; onDone(): void; onBack(): void };

/** After a passkey that cannot open the chats: the password or the recovery code, once. */
export function UnlockForm({ locked, onDone, onBack }: Props) {
  const [byCode, setByCode] = useState(false);
  const form = useForm({
    initial: { password: '', recovery_code: '' },
    check: ({ password, recovery_code }) => ({
      ...(!byCode && password === '' ? { password: t('signIn.noPassword') } : {}),
      ...(byCode && recovery_code.trim() === '' ? { recovery_code: t('signIn.noRecoveryCode') } : {}),
    }),
    async submit({ password, recovery_code }) {
      const answer = await unwrap(
        openApi.POST('/api/v1/auth/passkey/unlock', {
          body: {
            unlock_id: locked.unlockId,
            ...(byCode ? { recovery_code } : { password }),
            ...(locked.output === undefined ? {} : { output: locked.output }),
          },
        }),
      );
      adoptSession(answer);
      onDone();
    },
  });
  return (
    <form className="flex flex-col gap-5" {...form.props}>
      <p className="text-16 text-ink-soft">{t('signIn.unlockText')}</p>
      {byCode ? (
        <Field label={t('signIn.recoveryCode')} error={form.error('recovery_code')}>
          {(control) => (
            <TextInput
              {...control}
              {...form.bind('recovery_code')}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              className="font-mono"
            />
          )}
        </Field>
      ) : (
        <PasswordField
          label={t('signUp.password')}
          error={form.error('password')}
          {...form.bind('password')}
          autoComplete="current-password"
        />
      )}
      {form.problem ? <ProblemNote problem={form.problem} /> : null}
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
