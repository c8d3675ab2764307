import { useQuery } from '@tanstack/react-query';
import { groupQuery } from '@/lib/api/queries';
import { t } from '@/lib/i18n/t';
import { formatCredit } from '@/lib/money';
import { CreditMeter } from '@/ui/CreditMeter';
import { CreditRing } from '@/ui/CreditRing';

/** My credit in this group, always in sight: the ring, explained on hover and tap. Nothing before the first month. */
export function CreditButton({ groupId, side }: { groupId: string; side: 'top' | 'bottom' }) {
  const { data: group } = useQuery(groupQuery(groupId));
  const me = group?.members.find((member) => member.user_id === group.you);
  if (!(group && me) || me.grant === 0) {
    return null;
  }
  return (
    <CreditMeter
      standing={me}
      credit={group.credit}
      timeZone={group.time_zone}
      side={side}
      trigger={
        <button
          type="button"
          aria-label={t('credit.ring', { left: formatCredit(me.available), grant: formatCredit(me.grant) })}
          className="inline-flex size-10 shrink-0 touch:size-11 items-center justify-center rounded-s transition-colors hover:bg-ink/6"
        >
          <CreditRing standing={me} />
        </button>
      }
    />
  );
}
