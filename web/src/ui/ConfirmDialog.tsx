import { type ReactNode, useState } from 'react';
import { asProblem, type Problem } from '@/lib/api/problem';
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
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function run() {
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setProblem(null);
        onOpenChange(next);
      }}
      title={title}
      description={description}
      footer={
        <>
          <Button variant="quiet" onClick={() => onOpenChange(false)}>
            {t('action.cancel')}
          </Button>
          <Button variant={danger ? 'danger' : 'primary'} busy={busy} onClick={run}>
            {confirm}
          </Button>
        </>
      }
    >
      {problem ? <ProblemNote problem={problem} /> : null}
    </Dialog>
  );
}
