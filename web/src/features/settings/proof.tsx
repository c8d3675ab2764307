import { useQuery } from '@tanstack/react-query';
import { t } from '@/lib/i18n/t';
import { type Form, useForm } from '@/lib/useForm';
import { CodeField } from '@/ui/CodeField';
import { PasswordField } from '@/ui/PasswordField';
import { secondFactorQuery } from './accountQueries';

/** What shows that it is me: the password, and a code where signing in asks for one. */
export type Proof = { password: string; code?: string };

type Proving = Form<{ password: string; code: string }> & { asksCode: boolean };

/** A form that asks for the proof before it does something. */
export function useProof(submit: (proof: Proof) => Promise<unknown>): Proving {
  const { data } = useQuery(secondFactorQuery);
  const asksCode = data?.enabled ?? false;
  const form = useForm({
    initial: { password: '', code: '' },
    check: ({ password, code }) => ({
      ...(password === '' ? { password: t('reauth.noPassword') } : {}),
      ...(asksCode && code.trim() === '' ? { code: t('twoStep.noEitherCode') } : {}),
    }),
    submit: ({ password, code }) => submit(asksCode ? { password, code } : { password }),
  });
  return { ...form, asksCode };
}

export function ProofFields({ form }: { form: Proving }) {
  return (
    <div className="flex w-full max-w-sm flex-col gap-4">
      <PasswordField
        label={t('reauth.password')}
        error={form.error('password')}
        {...form.bind('password')}
        autoComplete="current-password"
      />
      {form.asksCode ? (
        <CodeField label={t('twoStep.eitherCode')} error={form.error('code')} {...form.bind('code')} />
      ) : null}
    </div>
  );
}
