import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PaymentClaim } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';
import { Button } from '@/ui/Button';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';
import { confirmPayment, refreshBilling } from './calls';
import { RejectDialog } from './RejectDialog';

/** The payee's word on a claim: it came, or it did not. */
export function ReviewButtons({ claim }: { claim: PaymentClaim }) {
  const queries = useQueryClient();
  const [rejecting, setRejecting] = useState(false);

  const confirm = useMutation({
    mutationFn: async () => {
      await confirmPayment(claim.id);
      toast(t('payments.confirmed', { amount: formatAmount(claim.amount), name: claim.payer.name }));
      await refreshBilling(queries, claim.group_id);
    },
  });

  return (
    <div className="flex flex-col gap-2">
      <div className="flex gap-2">
        <Button size="s" busy={confirm.isPending} onClick={() => confirm.mutate()}>
          {t('payments.confirm')}
        </Button>
        <Button size="s" variant="quiet" onClick={() => setRejecting(true)}>
          {t('payments.reject')}
        </Button>
      </div>
      <ProblemNote problem={confirm.error} />
      <RejectDialog claim={claim} open={rejecting} onOpenChange={setRejecting} />
    </div>
  );
}
