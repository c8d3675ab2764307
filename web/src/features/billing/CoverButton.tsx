import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Share } from '@/lib/api/types';
import { useIntentKey } from '@/lib/api/useIntentKey';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { toast } from '@/ui/toasts';
import { coverShare, refreshBilling } from './calls';

/** Paying somebody else's part for them: they owe it to me then, not to the operator. */
export function CoverButton({ groupId, share }: { groupId: string; share: Share }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const intent = useIntentKey();
  const amount = formatAmount(share.to_pay);

  async function cover() {
    await coverShare(share.id, intent.keyFor(share.id));
    intent.settle();
    toast(t('cover.done'));
    await refreshBilling(queries, groupId);
  }

  return (
    <>
      <Button size="s" variant="quiet" onClick={() => setAsking(true)}>
        {t('cover.action', { name: share.name })}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('cover.title', { name: share.name, amount })}
        description={t('cover.text', { name: share.name, amount })}
        confirm={t('cover.confirm', { amount })}
        onConfirm={cover}
      />
    </>
  );
}
