import { useQueryClient } from '@tanstack/react-query';
import type { Amount } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field, TextInput } from '@/ui/Field';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';
import { claimPayment, refreshBilling } from './calls';

type Props = {
  groupId: string;
  shareId: string;
  amount: Amount;
  open: boolean;
  onOpenChange(open: boolean): void;
};

/** "I have paid": with a word by which the payee recognises it. */
export function ClaimDialog({ groupId, shareId, amount, open, onOpenChange }: Props) {
  const queries = useQueryClient();
  const form = useForm({
    initial: { reference: '' },
    async submit({ reference }, key) {
      await claimPayment(shareId, reference.trim(), key);
      onOpenChange(false);
      toast(t('claim.done'));
      await refreshBilling(queries, groupId);
    },
  });
  const money = formatAmount(amount);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('claim.title', { amount: money })}
      description={t('claim.text')}
    >
      <form className="flex flex-col gap-4" {...form.props}>
        <Field label={t('claim.reference')} hint={t('claim.referenceHint')} error={form.error('reference')}>
          {(control) => (
            <TextInput {...control} {...form.bind('reference')} maxLength={140} autoComplete="off" />
          )}
        </Field>
        <ProblemNote problem={form.problem} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="quiet" onClick={() => onOpenChange(false)}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {t('claim.submit', { amount: money })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
