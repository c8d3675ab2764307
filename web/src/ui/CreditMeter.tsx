import type { ReactElement } from 'react';
import type { Credit } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { CreditFacts } from './CreditFacts';
import type { CreditStanding } from './creditArcs';
import { HoverCard } from './HoverCard';

type Props = {
  standing: CreditStanding;
  credit: Credit | null;
  /** The group's zone: slices come at its midnight. */
  timeZone: string;
  /** What is always seen, e.g. a button with a `CreditRing`; it opens the explanation on hover and on tap. */
  trigger: ReactElement;
  side?: 'top' | 'bottom' | 'right';
};

/** The explanation behind the credit ring. */
export function CreditMeter({ standing, credit, timeZone, trigger, side = 'top' }: Props) {
  return (
    <HoverCard trigger={trigger} label={t('credit.title')} side={side}>
      <h2 className="pb-2 font-semibold text-14">{t('credit.title')}</h2>
      <CreditFacts standing={standing} credit={credit} timeZone={timeZone} />
      <p className="pt-3 text-12 text-ink-soft">{t('credit.explain')}</p>
    </HoverCard>
  );
}
