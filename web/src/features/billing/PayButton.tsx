import { useState } from 'react';
import type { Share } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { ClaimDialog } from './ClaimDialog';

/** Saying that my own part of this invoice is paid, also of an earlier month. */
export function PayButton({ groupId, share }: { groupId: string; share: Share }) {
  const [claiming, setClaiming] = useState(false);
  return (
    <>
      <Button size="s" onClick={() => setClaiming(true)}>
        {t('part.pay')}
      </Button>
      <ClaimDialog
        groupId={groupId}
        shareId={share.id}
        amount={share.to_pay}
        open={claiming}
        onOpenChange={setClaiming}
      />
    </>
  );
}
