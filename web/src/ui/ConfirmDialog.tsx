import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { t } from '@/lib/i18n/t';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { ProblemNote } from './ProblemNote';

type Props = {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  /** What will happen, in plain words. */
  description: ReactNode;
  /** The deed's own verb: "Remove Bo", never "OK". */
  confirm: string;
  danger?: boolean;
  /** Does it. The dialog stays open with the reason if it throws. */
  onConfirm(): Promise<unknown>;
};

/** Asks before something that cannot simply be undone. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  confirm,
  danger = false,
  onConfirm,
}: Props) {
  const run = useMutation({
    mutationFn: async () => {
      await onConfirm();
      onOpenChange(false);
    },
  });

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        run.reset();
        onOpenChange(next);
      }}
      title={title}
      description={description}
      footer={
        <>
          <Button variant="quiet" onClick={() => onOpenChange(false)}>
            {t('action.cancel')}
          </Button>
          <Button variant={danger ? 'danger' : 'primary'} busy={run.isPending} onClick={() => run.mutate()}>
            {confirm}
          </Button>
        </>
      }
    >
      <ProblemNote problem={run.error} />
    </Dialog>
  );
}
