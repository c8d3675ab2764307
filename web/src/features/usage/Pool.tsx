import type { Member, Period } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { formatCredit, formatCreditNumber } from '@/lib/money';
import { Avatar } from '@/ui/Avatar';
import { cx } from '@/ui/cx';
import { Section } from '@/ui/Page';
import { seatColor } from '@/ui/seat';
import { WideTable } from '@/ui/WideTable';

type Props = { members: readonly Member[]; period: Period; you: string };

/** Who has used how much of the pool: one bar, and the numbers behind it. */
export function Pool({ members, period, you }: Props) {
  const pool = period.pool_nanousd;
  const left = Math.max(0, pool - period.used_nanousd - period.held_nanousd);
  const someBought = members.some((member) => member.topped_up > 0);
  const width = (nanousd: number) => `${pool <= 0 ? 0 : (nanousd / pool) * 100}%`;
  return (
    <Section
      title={t('usage.pool')}
      actions={
        <span className="text-14 text-ink-soft tabular-nums">
          {t('usage.poolText', { left: formatCredit(left), pool: formatCredit(pool) })}
        </span>
      }
    >
      <div
        role="img"
        aria-label={t('usage.poolPicture', {
          used: formatCredit(period.used_nanousd),
          left: formatCredit(left),
          pool: formatCredit(pool),
        })}
        className="flex h-6 gap-0.5 overflow-hidden rounded-s bg-ink/10"
      >
        {members.map((member) => (
          <div
            key={member.user_id}
            title={member.name}
            style={{ width: width(member.own + member.borrowed), backgroundColor: seatColor(member.seat) }}
          />
        ))}
      </div>
      <WideTable label={t('usage.pool')}>
        <table className="w-full whitespace-nowrap text-14 tabular-nums">
          <caption className="caption-bottom pt-2 text-start text-12 text-ink-faint">
            {t('usage.usdNote')}
          </caption>
          <thead className="text-12 text-ink-soft">
            <tr className="border-line border-b">
              <th scope="col" className="py-2 text-start font-normal">
                {t('usage.member')}
              </th>
              <Heading>{t('usage.left')}</Heading>
              <Heading>{t('usage.own')}</Heading>
              <Heading>{t('usage.lent')}</Heading>
              <Heading>{t('usage.borrowed')}</Heading>
              {someBought ? <Heading>{t('usage.toppedUp')}</Heading> : null}
              <Heading wide>{t('usage.part')}</Heading>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <tr key={member.user_id} className="border-line border-b">
                <th scope="row" className="py-2.5 pe-3 text-start font-medium">
                  <span className="flex items-center gap-2.5">
                    <Avatar name={member.name} seat={member.seat} size={24} />
                    <span dir="auto" className="max-w-36 truncate sm:max-w-64">
                      {member.user_id === you ? t('seat.you', { name: member.name }) : member.name}
                    </span>
                  </span>
                </th>
                <Cell nanousd={member.available} strong />
                <Cell nanousd={member.own} />
                <Cell nanousd={member.lent} />
                <Cell nanousd={member.borrowed} />
                {someBought ? <Cell nanousd={member.topped_up_left} /> : null}
                <Cell nanousd={member.grant} wide />
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </Section>
  );
}

/** `wide`: left out where there is no room for it; the group's page has it too. */
function Heading({ children, wide = false }: { children: string; wide?: boolean }) {
  return (
    <th scope="col" className={cx('py-2 ps-3 text-end font-normal', wide && 'max-sm:hidden')}>
      {children}
    </th>
  );
}

type CellProps = { nanousd: number; strong?: boolean; wide?: boolean };

function Cell({ nanousd, strong = false, wide = false }: CellProps) {
  return (
    <td
      className={cx(
        'py-2.5 ps-3 text-end',
        nanousd === 0 && 'text-ink-faint',
        strong && 'font-semibold',
        wide && 'max-sm:hidden',
      )}
    >
      {formatCreditNumber(nanousd)}
    </td>
  );
}
