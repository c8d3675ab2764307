import type { Member } from '@/lib/api/types';
import { formatDay } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatCredit } from '@/lib/money';
import type { DayUsage } from './rows';

/** The day chart as a table, for screen readers. */
export function DayTable({ usage, members }: { usage: readonly DayUsage[]; members: readonly Member[] }) {
  return (
    <div className="sr-only">
      <table>
        <caption>{t('usage.days')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('usage.day')}</th>
            {members.map((member) => (
              <th key={member.user_id} scope="col">
                {member.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {usage.map((day) => (
            <tr key={day.day}>
              <th scope="row">{formatDay(day.day, 'UTC')}</th>
              {day.parts.map((part) => (
                <td key={part.userId}>{formatCredit(part.nanousd)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
