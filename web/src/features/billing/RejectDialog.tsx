import { useQueryClient } from '@tanstack/react-query';
import type { PaymentClaim } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field, TextArea } from '@/ui/Field';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';
import { refreshBilling, rejectPayment } from './calls';

type Props = { claim: PaymentClaim; open: boolean; onOpenChange(open: boolean): void };

/** Says that a payment did not come, and why. */
export function RejectDialog({ claim, open, onOpenChange }: Props) {
  const queries = useQueryClient();
  const { name } = claim.payer;
  const form = useForm({
    initial: { reason: '' },
    check: ({ reason }) => (reason.trim() === '' ? { reason: t('payments.noReason', { name }) } : {}),
    async submit({ reason }) {
      await rejectPayment(claim.id, reason.trim());
      onOpenChange(false);
      toast(t('payments.rejected', { name }));
      await refreshBilling(queries, claim.group_id);
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('payments.rejectTitle', { name })}
      description={t('payments.rejectText', { name })}
    >
      <form className="flex flex-col gap-4" {...form.props}>
        <Field label={t('payments.reason')} error={form.error('reason')}>
          {(control) => <TextArea {...control} {...form.bind('reason')} maxLength={280} rows={3} />}
        </Field>
        <ProblemNote problem={form.problem} />
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={() => onOpenChange(false)}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" variant="danger" busy={form.busy}>
            {t('payments.reject')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
