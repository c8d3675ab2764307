import { asProblem } from '@/lib/api/problem';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { useStillHere } from '@/lib/useStillHere';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { PasswordField } from '@/ui/PasswordField';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';

type Props = {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  /** What will happen, in plain words. */
  description: string;
  /** The deed's own verb. */
  confirm: string;
  danger?: boolean;
  /** Does it. The dialog stays open with the reason if it throws; where it was closed meanwhile, that is told in passing. */
  onConfirm(password: string): Promise<unknown>;
};

/** Asks for the password once more before something that an open page alone must not do. */
export function PasswordDialog({ open, onOpenChange, title, description, ...form }: Props) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} description={description}>
      <PasswordForm {...form} onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

type FormProps = Pick<Props, 'confirm' | 'danger' | 'onConfirm'> & { onCancel(): void };

/** The form of such a dialog; what was typed is gone with it. */
export function PasswordForm({ confirm, danger = false, onConfirm, onCancel }: FormProps) {
  const here = useStillHere();
  const form = useForm({
    initial: { password: '' },
    check: ({ password }) => (password === '' ? { password: t('reauth.noPassword') } : {}),
    async submit({ password }) {
      try {
        await onConfirm(password);
      } catch (refusal) {
        if (here.current) {
          throw refusal;
        }
        toast(problemText(asProblem(refusal)));
      }
    },
  });
  return (
    <form className="flex flex-col gap-4" {...form.props}>
      <PasswordField
        label={t('reauth.password')}
        error={form.error('password')}
        {...form.bind('password')}
        autoComplete="current-password"
      />
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
