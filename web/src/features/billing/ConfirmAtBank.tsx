import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem, type Problem } from '@/lib/api/problem';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { ProblemNote } from '@/ui/ProblemNote';
import { refreshBilling } from './calls';
import { bankPage } from './cardCalls';
import { leaveFor } from './leave';

/** My bank wants me to confirm a payment: goes there. */
export function ConfirmAtBank({ groupId, paymentId }: { groupId: string; paymentId: string }) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function confirm() {
    setBusy(true);
    setProblem(null);
    try {
      const url = await bankPage(paymentId);
      if (url !== null) {
        leaveFor(url);
        return;
      }
      // It has ended meanwhile; the page says how.
      await refreshBilling(queries, groupId);
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  }

  return (
    <div className="flex flex-col gap-2">
      <Button variant="primary" busy={busy} onClick={confirm}>
        {t('pay.confirmAtBank')}
      </Button>
      {problem ? <ProblemNote problem={problem} /> : null}
    </div>
  );
}
