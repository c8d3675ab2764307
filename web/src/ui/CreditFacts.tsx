import { type ReactNode, useId } from 'react';
import type { Credit } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { formatCredit } from '@/lib/money';
import type { CreditStanding } from './creditArcs';
import { whenMoreComes } from './whenMoreComes';

type Props = { standing: CreditStanding; credit: Credit | null; timeZone: string };

/** The credit ring in words and numbers; each row carries the ring's own drawing of it. */
export function CreditFacts({ standing, credit, timeZone }: Props) {
  if (standing.grant === 0) {
    return <p className="text-14 text-ink-soft">{t('credit.none')}</p>;
  }
  const next = credit === null ? null : whenMoreComes(credit, timeZone);
  return (
    <div className="flex flex-col gap-2 text-14">
      <dl className="flex flex-col gap-1">
        <Row sign={<span className="size-3 rounded-full bg-ink" />} label={t('credit.left')} strong>
          {formatCredit(standing.available)}
        </Row>
        <Row sign={<span className="size-3 rounded-full bg-ink/15" />} label={t('credit.used')}>
          {formatCredit(standing.own)}
        </Row>
        {standing.lent > 0 ? (
          <Row sign={<Stripes />} label={t('credit.lent')}>
            {formatCredit(standing.lent)}
          </Row>
        ) : null}
        {credit !== null && credit.topped_up_nanousd > 0 ? (
          <Row
            sign={<span className="size-3 rounded-full border-2 border-ink" />}
            label={t('credit.toppedUp')}
          >
            {formatCredit(credit.topped_up_nanousd)}
          </Row>
        ) : null}
        {standing.borrowed > 0 ? (
          <Row sign={<span className="h-1 w-3 rounded-full bg-accent" />} label={t('credit.borrowed')}>
            {formatCredit(standing.borrowed)}
          </Row>
        ) : null}
      </dl>
      {credit !== null && credit.usable_nanousd < credit.available_nanousd ? (
        <p className="text-ink-soft">{t('credit.usable', { amount: formatCredit(credit.usable_nanousd) })}</p>
      ) : null}
      {credit !== null && credit.topped_up_lapsing_nanousd > 0 ? (
        <p className="text-ink-soft">
          {t('credit.lapsing', { amount: formatCredit(credit.topped_up_lapsing_nanousd) })}
        </p>
      ) : null}
      {credit !== null && credit.borrowable_nanousd > 0 ? (
        <p className="text-ink-soft">
          {t('credit.borrowable', { amount: formatCredit(credit.borrowable_nanousd) })}
        </p>
      ) : null}
      {next === null ? null : <p className="text-ink-soft">{next}</p>}
    </div>
  );
}

function Row({
  sign,
  label,
  strong = false,
  children,
}: {
  sign: ReactNode;
  label: string;
  strong?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="flex items-baseline gap-2.5">
      <span className="flex w-3 shrink-0 items-center self-center" aria-hidden="true">
        {sign}
      </span>
      <dt className="flex-1 text-ink-soft">{label}</dt>
      <dd className={strong ? 'font-semibold tabular-nums' : 'tabular-nums'}>{children}</dd>
    </div>
  );
}

function Stripes() {
  // A page can show the facts twice, and ids are the whole page's.
  const clip = useId();
  return (
    <svg viewBox="0 0 12 12" className="size-3" aria-hidden="true">
      <clipPath id={clip}>
        <circle cx="6" cy="6" r="6" />
      </clipPath>
      <path
        clipPath={`url(#${clip})`}
        d="M-2 6 6 -2M-2 10 10 -2M0 12 12 0M2 14 14 2M6 14 14 6"
        className="stroke-ink-soft"
        strokeWidth="1.4"
      />
    </svg>
  );
}
