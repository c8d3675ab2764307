import { ScrollText } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';

const InstructionsDialog = lazy(() =>
  import('./InstructionsDialog').then((module) => ({ default: module.InstructionsDialog })),
);

/** Above the first message: that instructions stand there, and the way to them. */
export function Instructed({ conversationId }: { conversationId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="flex justify-center pb-4">
      <Button
        size="s"
        variant="quiet"
        icon={<ScrollText size={16} aria-hidden="true" />}
        onClick={() => setOpen(true)}
      >
        {t('chat.instructions.here')}
      </Button>
      {open ? (
        <Suspense>
          <InstructionsDialog conversationId={conversationId} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
