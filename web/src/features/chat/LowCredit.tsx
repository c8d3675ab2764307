import { t } from '@/lib/i18n/t';
import { formatCredit } from '@/lib/money';
import { whenMoreComes } from '@/ui/whenMoreComes';
import { useMyCredit } from './useMyCredit';

/** Under the composer, before the limit bites: when more comes, and how much the others could lend. Nothing while there is enough. */
export function LowCredit({ groupId }: { groupId: string }) {
  const mine = useMyCredit(groupId);
  if (mine === null || !mine.isLow || mine.group.credit === null) {
    return null;
  }
  const { credit, time_zone } = mine.group;
  const next = whenMoreComes(credit, time_zone);
  const borrowable = credit.borrowable_nanousd;
  return (
    <p className="flex flex-wrap gap-x-2 px-4 pt-1.5 text-12 text-ink-soft tabular-nums empty:hidden">
      {next === null ? null : <span>{next}</span>}
      {borrowable > 0 ? (
        // Where there is no room for it, the ring above says it.
        <span className={next === null ? '' : 'max-sm:hidden'}>
          {t('credit.borrowable', { amount: formatCredit(borrowable) })}
        </span>
      ) : null}
    </p>
  );
}
