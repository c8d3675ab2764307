import { openApi, unwrap } from '@/lib/api/client';
import { adoptSession } from '@/lib/api/session';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Field, TextInput } from '@/ui/Field';
import { ProblemNote } from '@/ui/ProblemNote';
import { PasswordField } from './PasswordField';

type Props = {
  /** Given when only this person may sign in: their address is then shown and not asked. */
  email?: string;
  onDone?(): void;
};

/** Address and password. On success the session is there before `onDone` is called. */
export function SignInForm({ email, onDone }: Props) {
  const form = useForm({
    initial: { email: email ?? '', password: '' },
    check({ email: typed, password }) {
      return {
        ...(/^\S+@\S+$/.test(typed.trim()) ? {} : { email: t('signUp.noEmail') }),
        ...(password === '' ? { password: t('signIn.noPassword') } : {}),
      };
    },
    async submit(values) {
      const answer = await unwrap(
        openApi.POST('/api/v1/auth/sign-in', {
          body: { email: values.email.trim(), password: values.password },
        }),
      );
      adoptSession(answer);
      onDone?.();
    },
  });
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
      {form.problem ? <ProblemNote problem={form.problem} /> : null}
      <Button type="submit" variant="primary" size="l" busy={form.busy}>
        {t('signIn.submit')}
      </Button>
    </form>
  );
}
