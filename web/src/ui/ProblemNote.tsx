import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { asProblem } from '@/lib/api/problem';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { Button } from './Button';
import { cx } from './cx';

type Props = {
  /** Why something was refused; null: nothing was. */
  problem: Error | null;
  /** Shown as a button when trying again can help. */
  onRetry?: (() => void) | undefined;
  /** What to do about it, if not simply try again. */
  children?: ReactNode;
  className?: string;
};

/** A refusal, told where it happened, with what to do. Nothing where nothing was refused. */
export function ProblemNote({ problem: error, onRetry, children, className }: Props) {
  if (error === null) {
    return null;
  }
  const problem = asProblem(error);
  return (
    <div role="alert" className={cx('flex gap-3 rounded-s bg-bad-soft px-4 py-3 text-14', className)}>
      <TriangleAlert size={18} className="mt-px shrink-0 text-bad" aria-hidden="true" />
      <div className="flex min-w-0 flex-1 flex-col items-start gap-2">
        <p>{problemText(problem)}</p>
        {problem.status >= 500 && problem.requestId ? (
          <p className="text-12 text-ink-soft">{t('problem.reference', { id: problem.requestId })}</p>
        ) : null}
        {children}
        {onRetry ? (
          <Button size="s" onClick={onRetry}>
            {t('action.retry')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
