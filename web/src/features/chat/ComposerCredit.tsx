import { t } from '@/lib/i18n/t';
import { formatCredit } from '@/lib/money';
import { CreditMeter } from '@/ui/CreditMeter';
import { CreditRing } from '@/ui/CreditRing';
import { cx } from '@/ui/cx';
import { useMyCredit } from './useMyCredit';

/** My credit beside the composer: the ring with what is left; on phones the number only when it gets low. */
export function ComposerCredit({ groupId }: { groupId: string }) {
  const mine = useMyCredit(groupId);
  if (mine === null) {
    return null;
  }
  const { group, me, isLow } = mine;
  const left = formatCredit(me.available);
  return (
    <CreditMeter
      standing={me}
      credit={group.credit}
      timeZone={group.time_zone}
      side="top"
      trigger={
        <button
          type="button"
          aria-label={t('chat.credit.button', { left, grant: formatCredit(me.grant) })}
          className="flex h-10 shrink-0 touch:h-11 touch:min-w-11 touch:justify-center items-center gap-2 rounded-s px-2 text-12 text-ink-soft transition-colors hover:bg-ink/6 hover:text-ink"
        >
          <span className={cx('tabular-nums', isLow ? 'font-medium text-warn' : 'max-sm:hidden')}>
            {t('chat.credit.left', { amount: left })}
          </span>
          <CreditRing standing={me} size={20} />
        </button>
      }
    />
  );
}
