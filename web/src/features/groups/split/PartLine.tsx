import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SplitPart } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';
import { Avatar } from '@/ui/Avatar';

type Props = {
  part: SplitPart;
  seat: number;
  self: boolean;
  /** What they say, or that they are asked. */
  note?: ReactNode;
};

/** One person's part before and after a change. */
export function PartLine({ part, seat, self, note }: Props) {
  const changes = part.before.amount !== part.after.amount;
  return (
    <li className="flex items-center gap-3 py-2">
      <Avatar name={part.name} seat={seat} size={24} />
      <span className="min-w-0 flex-1 text-14">
        <span dir="auto" className="block truncate">
          {self ? t('seat.you', { name: part.name }) : part.name}
        </span>
        {note ? <span className="block text-12 text-ink-soft">{note}</span> : null}
      </span>
      <span className="flex shrink-0 items-center gap-1.5 text-14 tabular-nums">
        {changes ? (
          <>
            <span className="text-ink-soft">{formatAmount(part.before)}</span>
            <ArrowRight size={14} className="text-ink-soft" aria-label={t('split.becomes')} />
          </>
        ) : null}
        <span className="font-medium">{formatAmount(part.after)}</span>
      </span>
    </li>
  );
}
