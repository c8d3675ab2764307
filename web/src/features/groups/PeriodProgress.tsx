import type { Period } from '@/lib/api/types';
import { formatDate, lastMoment } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatCredit } from '@/lib/money';
import { Progress } from '@/ui/Progress';

/** Where the month stands: its days, and how much of the pool is used. */
export function PeriodProgress({ period, timeZone }: { period: Period; timeZone: string }) {
  const day = t('period.day', { day: period.day + 1, days: period.days });
  return (
    <section className="flex flex-col gap-2 text-14" aria-label={t('period.title')}>
      <div className="flex justify-between gap-4">
        <span className="font-medium tabular-nums">{day}</span>
        <span className="text-ink-soft tabular-nums">
          {t('period.until', { date: formatDate(lastMoment(period.ends_at), timeZone) })}
        </span>
      </div>
      <Progress value={period.day + 1} max={period.days} label={day} />
      <p className="text-ink-soft tabular-nums">
        {t('period.pool', {
          used: formatCredit(period.used_nanousd),
          pool: formatCredit(period.pool_nanousd),
        })}
      </p>
    </section>
  );
}
