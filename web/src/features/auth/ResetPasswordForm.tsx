import { useState } from 'react';
import { openApi, unwrap } from '@/lib/api/client';
import type { PasswordResetPreview, PasswordWasReset } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Field, TextInput } from '@/ui/Field';
import { missingCharacters, PasswordField } from '@/ui/PasswordField';
import { ProblemNote } from '@/ui/ProblemNote';
import { TextButton } from '@/ui/TextButton';
import { RecoveryCodeField } from './RecoveryCodeField';

export type PasswordReset = PasswordWasReset;

type Props = {
  token: string;
  preview: PasswordResetPreview;
  onReset(answer: PasswordReset): void;
};

/**
 * The new password, and what keeps the chats: a browser that is still signed in, or the recovery code. Going on without
 * either is a choice of its own, after a plain warning.
 */
export function ResetPasswordForm({ token, preview, onReset }: Props) {
  const [without, setWithout] = useState(false);
  const asksForCode = !preview.signed_in_here && !without;
  const form = useForm({
    initial: { password: '', recovery_code: '' },
    check({ password, recovery_code }) {
      const missing = missingCharacters(password);
      return {
        ...(missing ? { password: missing } : {}),
        ...(asksForCode && recovery_code.trim() === '' ? { recovery_code: t('reset.noCode') } : {}),
      };
    },
    async submit({ password, recovery_code }) {
      onReset(
        await unwrap(
          openApi.POST('/api/v1/auth/password-reset/confirm', {
            body: {
              token,
              password,
              recovery_code: asksForCode ? recovery_code : null,
              seal_history: without,
            },
          }),
        ),
      );
    },
  });
  return (
    <form className="flex flex-col gap-5" {...form.props}>
      <Field label={t('signUp.email')}>
        {(control) => (
          <TextInput
            {...control}
            value={preview.email}
            type="email"
            autoComplete="username"
            readOnly
            tabIndex={-1}
            className="read-only:border-line read-only:bg-sunk"
          />
        )}
      </Field>
      <PasswordField
        label={t('password.new')}
        hint={t('signUp.passwordHint')}
        error={form.error('password')}
        {...form.bind('password')}
        autoComplete="new-password"
      />
      {preview.signed_in_here ? (
        <p className="rounded-s bg-accent-soft px-4 py-3 text-14">{t('reset.signedInHere')}</p>
      ) : without ? (
        <div role="alert" className="flex flex-col gap-2 rounded-s bg-bad-soft px-4 py-3 text-14">
          <p className="font-semibold">{t('reset.warningTitle')}</p>
          <p>{t('reset.warning')}</p>
          <TextButton className="font-medium text-ink" onClick={() => setWithout(false)}>
            {t('reset.withCode')}
          </TextButton>
        </div>
      ) : (
        <div className="flex flex-col gap-2">
          <RecoveryCodeField
            hint={t('reset.codeHint')}
            error={form.error('recovery_code')}
            {...form.bind('recovery_code')}
          />
          <TextButton onClick={() => setWithout(true)}>{t('reset.withoutCode')}</TextButton>
        </div>
      )}
      <ProblemNote problem={form.problem} />
      <Button type="submit" variant={without ? 'danger' : 'primary'} size="l" busy={form.busy}>
        {t(without ? 'reset.submitSealed' : 'reset.submit')}
      </Button>
    </form>
  );
}
