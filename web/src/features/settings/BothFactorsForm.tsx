import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { CodeField } from '@/ui/CodeField';
import { PasswordField } from '@/ui/PasswordField';
import { ProblemNote } from '@/ui/ProblemNote';

type Props = {
  /** The deed's own verb. */
  confirm: string;
  danger?: boolean;
  onCancel(): void;
  /** Does it. The form stays with the reason if it throws. */
  onConfirm(password: string, code: string): Promise<unknown>;
};

/** Asks for password and code once more. */
export function BothFactorsForm({ confirm, danger = false, onCancel, onConfirm }: Props) {
  const form = useForm({
    initial: { password: '', code: '' },
    check: ({ password, code }) => ({
      ...(password === '' ? { password: t('reauth.noPassword') } : {}),
      ...(code.trim() === '' ? { code: t('twoStep.noEitherCode') } : {}),
    }),
    submit: ({ password, code }) => onConfirm(password, code),
  });
  return (
    <form className="flex flex-col gap-4" {...form.props}>
      <PasswordField
        label={t('reauth.password')}
        error={form.error('password')}
        {...form.bind('password')}
        autoComplete="current-password"
      />
      <CodeField label={t('twoStep.eitherCode')} error={form.error('code')} {...form.bind('code')} />
      <ProblemNote problem={form.problem} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" variant={danger ? 'danger' : 'primary'} busy={form.busy}>
          {confirm}
        </Button>
      </div>
    </form>
  );
}
