import { useState } from 'react';
import type { Member, UsageRow } from '@/lib/api/types';
import { formatDay } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatCredit } from '@/lib/money';
import { Section } from '@/ui/Page';
import { Segments } from '@/ui/Segments';
import { seatColor } from '@/ui/seat';
import { DayTable } from './DayTable';
import { type DayUsage, usageByDay } from './rows';

type Props = {
  rows: readonly UsageRow[];
  days: readonly string[];
  /** Today's place among the days, from 0. */
  today: number;
  members: readonly Member[];
  you: string;
};

type Whose = 'everybody' | 'mine';

const HEIGHT = 160;

/** Each day's usage as a bar, stacked by member. The same as a table for those who cannot see it. */
export function DayChart({ rows, days, today, members, you }: Props) {
  const [whose, setWhose] = useState<Whose>('everybody');
  const shown = members.filter((member) => whose === 'everybody' || member.user_id === you);
  const usage = usageByDay(
    rows,
    days,
    shown.map((member) => member.user_id),
  );
  const most = usage.reduce<DayUsage | null>(
    (best, day) => (day.total > (best?.total ?? 0) ? day : best),
    null,
  );
  const total = usage.reduce((sum, day) => sum + day.total, 0);
  const colors = new Map(members.map((member) => [member.user_id, seatColor(member.seat)]));
  return (
    <Section
      title={t('usage.days')}
      actions={
        <Segments<Whose>
          label={t('usage.whose')}
          value={whose}
          onChange={setWhose}
          options={[
            { value: 'everybody', label: t('usage.everybody') },
            { value: 'mine', label: t('usage.mine') },
          ]}
        />
      }
    >
      <svg
        role="img"
        aria-label={
          most === null
            ? t('usage.dayPictureNone')
            : t('usage.dayPicture', {
                total: formatCredit(total),
                day: formatDay(most.day, 'UTC'),
                most: formatCredit(most.total),
              })
        }
        viewBox={`0 0 ${days.length * 20} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-40 w-full border-line-strong border-b"
      >
        {usage.map((day, index) => (
          <DayBar
            key={day.day}
            day={day}
            x={index * 20}
            scale={most === null ? 0 : (HEIGHT - 4) / most.total}
            colors={colors}
            coming={index > today}
          />
        ))}
      </svg>
      <div className="flex justify-between text-12 text-ink-soft tabular-nums" aria-hidden="true">
        <span>{formatDay(days[0] ?? '', 'UTC')}</span>
        {most ? (
          <span>
            {t('usage.most', { day: formatDay(most.day, 'UTC'), amount: formatCredit(most.total) })}
          </span>
        ) : null}
        <span>{formatDay(days.at(-1) ?? '', 'UTC')}</span>
      </div>
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-14">
        {shown.map((member) => (
          <li key={member.user_id} className="flex items-center gap-2">
            <span
              aria-hidden="true"
              style={{ backgroundColor: seatColor(member.seat) }}
              className="size-3 rounded-full"
            />
            <bdi className="max-w-48 truncate">{member.name}</bdi>
          </li>
        ))}
      </ul>
      <DayTable usage={usage.slice(0, today + 1)} members={shown} />
    </Section>
  );
}

type BarProps = {
  day: DayUsage;
  x: number;
  /** Pixels of height for one nano-USD. */
  scale: number;
  colors: ReadonlyMap<string, string>;
  /** A day that has not come yet: only its place is drawn. */
  coming: boolean;
};

function DayBar({ day, x, scale, colors, coming }: BarProps) {
  let top = HEIGHT;
  return (
    <g>
      {/* Names the day wherever the pointer stands above it. */}
      <rect x={x} width="20" height={HEIGHT} fill="transparent" className={coming ? '' : 'hover:fill-ink/5'}>
        <title>{`${formatDay(day.day, 'UTC')}: ${formatCredit(day.total)}`}</title>
      </rect>
      {day.parts.map((part) => {
        const height = part.nanousd * scale;
        top -= height;
        return (
          <rect
            key={part.userId}
            x={x + 4}
            y={top}
            width="12"
            height={Math.max(0, height - 1)}
            fill={colors.get(part.userId)}
            className="pointer-events-none"
          />
        );
      })}
      {coming ? <rect x={x + 4} y={HEIGHT - 2} width="12" height="2" className="fill-ink/10" /> : null}
    </g>
  );
}
