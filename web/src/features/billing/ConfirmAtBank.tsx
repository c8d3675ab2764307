import { useMutation, useQueryClient } from '@tanstack/react-query';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { ProblemNote } from '@/ui/ProblemNote';
import { refreshBilling } from './calls';
import { askBank, throughBank } from './cardCalls';

/** My bank wants me to confirm a payment: goes there. */
export function ConfirmAtBank({ groupId, paymentId }: { groupId: string; paymentId: string }) {
  const queries = useQueryClient();

  const confirm = useMutation({
    mutationFn: async () => {
      await throughBank(await askBank(paymentId));
      // It has ended meanwhile, or I came back before it did; the page says how it stands.
      await refreshBilling(queries, groupId);
    },
  });

  return (
    <div className="flex flex-col gap-2">
      <Button variant="primary" busy={confirm.isPending} onClick={() => confirm.mutate()}>
        {t('pay.confirmAtBank')}
      </Button>
      <ProblemNote problem={confirm.error} />
    </div>
  );
}
