import { Check, Clock, RotateCcw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ShareStatus } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { cx } from './cx';

const LOOK: Record<ShareStatus, { color: string; icon: ReactNode }> = {
  due: { color: 'text-ink', icon: <Clock size={14} aria-hidden="true" /> },
  processing: { color: 'text-warn', icon: <Clock size={14} aria-hidden="true" /> },
  paid: { color: 'text-good', icon: <Check size={14} aria-hidden="true" /> },
  covered: { color: 'text-good', icon: <Check size={14} aria-hidden="true" /> },
  past_due: { color: 'text-bad', icon: <TriangleAlert size={14} aria-hidden="true" /> },
  voided: { color: 'text-ink-soft', icon: <RotateCcw size={14} aria-hidden="true" /> },
  refunded: { color: 'text-ink-soft', icon: <RotateCcw size={14} aria-hidden="true" /> },
};

/** How a share stands, as a word with a sign. */
export function ShareTag({ status, className }: { status: ShareStatus; className?: string }) {
  const { color, icon } = LOOK[status];
  return (
    <span
      className={cx('inline-flex items-center gap-1 whitespace-nowrap font-medium text-12', color, className)}
    >
      {icon}
      {t(`share.${status}`)}
    </span>
  );
}
