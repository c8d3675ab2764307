import { useState } from 'react';
import { openApi, unwrap } from '@/lib/api/client';
import { isProblem } from '@/lib/api/problem';
import { adoptSession } from '@/lib/api/session';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { CodeField } from '@/ui/CodeField';
import { Field, TextInput } from '@/ui/Field';
import { PasswordField } from '@/ui/PasswordField';
import { ProblemNote } from '@/ui/ProblemNote';

type Props = {
  /** Given when only this person may sign in: their address is then shown and not asked. */
  email?: string;
  onDone?(): void;
};

/**
 * Address and password, then a code where the account asks for one. On success the session is there before `onDone` is
 * called.
 */
export function SignInForm({ email, onDone }: Props) {
  const [asksCode, setAsksCode] = useState(false);
  const form = useForm({
    initial: { email: email ?? '', password: '', code: '' },
    check({ email: typed, password, code }) {
      return {
        ...(/^\S+@\S+$/.test(typed.trim()) ? {} : { email: t('signUp.noEmail') }),
        ...(password === '' ? { password: t('signIn.noPassword') } : {}),
        ...(asksCode && code.trim() === '' ? { code: t('signIn.noCode') } : {}),
      };
    },
    async submit(values) {
      try {
        const answer = await unwrap(
          openApi.POST('/api/v1/auth/sign-in', {
            body: {
              email: values.email.trim(),
              password: values.password,
              ...(asksCode ? { code: values.code } : {}),
            },
          }),
        );
        adoptSession(answer);
        onDone?.();
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
          {t('signIn.submit')}
        </Button>
        <Button
          variant="quiet"
          onClick={() => {
            setAsksCode(false);
            form.set('code', '');
          }}
        >
          {t('signIn.back')}
        </Button>
      </form>
    );
  }
  return (
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
            readOnly={email !== undefined}
            tabIndex={email === undefined ? undefined : -1}
            className="read-only:border-line read-only:bg-sunk"
          />
        )}
      </Field>
      <PasswordField
        label={t('signUp.password')}
        error={form.error('password')}
        {...form.bind('password')}
        autoComplete="current-password"
      />
      <ProblemNote problem={form.problem} />
      <Button type="submit" variant="primary" size="l" busy={form.busy}>
        {t('signIn.submit')}
      </Button>
    </form>
  );
}
