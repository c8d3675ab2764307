import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { t } from '@/lib/i18n/t';
import { cx } from '@/ui/cx';

const SECOND_MS = 1000;

/** How long a model thought before its answer; what it thought, where its vendor tells, is folded below. */
export function Thoughts({ reasoning, ms }: { reasoning: string | null; ms: number | null }) {
  const [open, setOpen] = useState(false);
  if (ms === null) {
    return null;
  }
  const took = t('chat.thought', { count: Math.max(1, Math.round(ms / SECOND_MS)) });
  if (reasoning === null) {
    return <p className="min-h-8 py-1 text-14 text-ink-faint">{took}</p>;
  }
  return (
    <div className="pb-1">
      <button
        type="button"
        aria-expanded={open}
        className="-ms-1 inline-flex min-h-8 touch:min-h-11 items-center gap-1 rounded-s px-1 text-14 text-ink-faint transition-colors hover:text-ink"
        onClick={() => setOpen(!open)}
      >
        {took}
        <ChevronRight
          size={14}
          aria-hidden="true"
          className={cx('transition-transform', open && 'rotate-90')}
        />
      </button>
      {open ? (
        <p
          dir="auto"
          className="mt-1 mb-3 whitespace-pre-wrap text-wrap border-line border-s-2 ps-4 text-14 text-ink-soft"
        >
          {reasoning}
        </p>
      ) : null}
    </div>
  );
}
