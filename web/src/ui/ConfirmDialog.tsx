import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { asProblem } from '@/lib/api/problem';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { useStillHere } from '@/lib/useStillHere';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { ProblemNote } from './ProblemNote';
import { toast } from './toasts';

type Props = {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  /** What will happen, in plain words. */
  description: ReactNode;
  /** The deed's own verb: "Remove Bo", never "OK". */
  confirm: string;
  danger?: boolean;
  /** Does it. The dialog stays open with the reason if it throws; where it was closed meanwhile, that is told in passing. */
  onConfirm(): Promise<unknown>;
};

/** The last time that anything was asked. */
let newest: object | null = null;

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
  /** Which time it is open; null: it is not. The next time it may ask about somebody else. */
  const opening = useRef<object | null>(null);
  useEffect(() => {
    opening.current = open ? {} : null;
    newest = opening.current ?? newest;
  }, [open]);
  const here = useStillHere();

  const run = useMutation({
    mutationFn: async () => {
      const mine = opening.current;
      try {
        await onConfirm();
      } catch (refusal) {
        if (opening.current === mine && here.current) {
          throw refusal;
        }
        toast(problemText(asProblem(refusal)));
        return;
      }
      // Also where what the deed has changed took it from the page: it must not be open when it comes back. Another one may be by then.
      if (opening.current === mine && (here.current || newest === mine)) {
        onOpenChange(false);
      }
    },
  });

  function change(next: boolean) {
    // What is under way stays so: its button is busy until it is done.
    if (!run.isPending) {
      run.reset();
    }
    if (!next) {
      opening.current = null;
    }
    onOpenChange(next);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={title}
      description={description}
      footer={
        <>
          <Button variant="quiet" onClick={() => change(false)}>
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
