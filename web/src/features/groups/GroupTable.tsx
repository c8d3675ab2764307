import type { Group } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';
import { RoundTable, type TableSeat } from '@/ui/RoundTable';

/** The group's own table: everybody in their seat, free seats dashed, the price in the middle. */
export function GroupTable({ group, className }: { group: Group; className?: string }) {
  const people = new Map(group.members.map((member) => [member.seat, member]));
  const seats: TableSeat[] = Array.from(
    { length: Math.max(group.plan.seats, ...people.keys()) },
    (_, index) => {
      const member = people.get(index + 1);
      return {
        key: member?.user_id ?? `free-${index + 1}`,
        seat: index + 1,
        name: member?.name ?? null,
        left: member && member.grant > 0 ? member.available / member.grant : null,
        // Free seats keep the room of an equal part; while forming everybody's part is reckoned with them.
        weight:
          member && group.period ? (member.share.amount / group.plan.price.amount) * group.members.length : 1,
      };
    },
  );
  return (
    <RoundTable seats={seats} {...(className ? { className } : {})}>
      <span className="font-semibold text-16 tabular-nums">{formatAmount(group.plan.price)}</span>
      <span className="text-12 text-ink-soft">
        {t('group.seats', { taken: group.members.length, of: group.plan.seats })}
      </span>
    </RoundTable>
  );
}
