import { useQueryClient } from '@tanstack/react-query';
import type { PaymentClaim } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { formatAmount, parseAmount, plainAmount } from '@/lib/money';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field, SelectInput, TextInput } from '@/ui/Field';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';
import { type RefundFrom, refreshBilling, refundPayment } from './calls';

type Props = { payment: PaymentClaim; onClose(): void };

/** Gives a payment back, or a part of it: how much, and where it is taken from. */
export function RefundDialog({ payment, onClose }: Props) {
  const queries = useQueryClient();
  const { payer, refundable } = payment;
  const { currency } = payment.amount;
  const sources = (['share', 'balance'] as const).filter((from) => refundable[from].amount > 0);
  const [first = 'share'] = sources;
  const form = useForm<{ amount: string; from: RefundFrom }>({
    initial: { amount: plainAmount(refundable[first]), from: first },
    check: ({ amount, from }) => {
      const minor = parseAmount(amount, currency) ?? 0;
      return minor > 0 && minor <= refundable[from].amount
        ? {}
        : { amount: t('refund.between', { most: formatAmount(refundable[from]) }) };
    },
    async submit({ amount, from }, key) {
      const made = await refundPayment(payment.id, { amount: parseAmount(amount, currency) ?? 0, from }, key);
      onClose();
      toast(t(`refund.${made.status}`, { amount: formatAmount(made.amount), name: payer.name }));
      await refreshBilling(queries, payment.group_id);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('refund.title', { name: payer.name })}
      description={t(payment.method === 'card' ? 'refund.byCard' : 'refund.byHand')}
    >
      <form className="flex flex-col gap-4" {...form.props}>
        {sources.length > 1 ? (
          <Field label={t('refund.from')}>
            {(control) => (
              <SelectInput {...control} {...form.bind('from')}>
                {sources.map((from) => (
                  <option key={from} value={from}>
                    {t(`refund.from.${from}`, { most: formatAmount(refundable[from]) })}
                  </option>
                ))}
              </SelectInput>
            )}
          </Field>
        ) : (
          <div className="flex flex-col gap-0.5 text-14">
            <p className="font-medium">{t('refund.from')}</p>
            <p>{t(`refund.from.${first}`, { most: formatAmount(refundable[first]) })}</p>
          </div>
        )}
        <Field label={t('refund.amount', { currency })} error={form.error('amount')}>
          {(control) => (
            <TextInput {...control} {...form.bind('amount')} inputMode="decimal" autoComplete="off" />
          )}
        </Field>
        <ProblemNote problem={form.problem} />
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {t('refund.action')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
