import { useId } from 'react';
import { t } from '@/lib/i18n/t';
import { formatCredit } from '@/lib/money';
import { type CreditStanding, creditArcs } from './creditArcs';

type Props = {
  standing: CreditStanding;
  /** Width in pixels; readable from 24. */
  size?: number;
};

/**
 * A member's credit as one ring: what is left is solid, what is lent is striped, what is used is faint; what was
 * borrowed is a thin arc outside. Told apart by form, not only by colour.
 */
export function CreditRing({ standing, size = 24 }: Props) {
  const stripes = useId();
  const arcs = creditArcs(standing);
  // Small rings are drawn bolder, large ones finer.
  const large = size > 48;
  const width = large ? 2 : 4;
  const radius = large ? 9.5 : 8.5;
  const outer = large ? 11.4 : 11.25;
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      role="img"
      aria-label={t('credit.ring', {
        left: formatCredit(standing.available),
        grant: formatCredit(standing.grant),
      })}
      className="shrink-0"
      fill="none"
    >
      <pattern
        id={stripes}
        width={large ? 1 : 2}
        height={large ? 1 : 2}
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width={large ? 0.5 : 1} height="2" className="fill-ink-soft" />
      </pattern>
      <circle cx="12" cy="12" r={radius} strokeWidth={width} className="stroke-ink/12" />
      <Arc arc={arcs.lent} radius={radius} width={width} stroke={`url(#${stripes})`} />
      <Arc arc={arcs.left} radius={radius} width={width} className="stroke-ink" />
      <Arc arc={arcs.borrowed} radius={outer} width={large ? 0.7 : 1.5} className="stroke-accent" />
    </svg>
  );
}

function Arc({
  arc: [from, to],
  radius,
  width,
  stroke,
  className,
}: {
  arc: readonly [number, number];
  radius: number;
  width: number;
  stroke?: string;
  className?: string;
}) {
  if (to <= from) {
    return null;
  }
  return (
    <circle
      cx="12"
      cy="12"
      r={radius}
      pathLength={1}
      strokeWidth={width}
      // A whole turn is drawn without a dash: where its ends meet, a seam would show.
      {...(to - from < 1 ? { strokeDasharray: `${to - from} 1` } : {})}
      transform={`rotate(${from * 360 - 90} 12 12)`}
      {...(stroke ? { stroke } : {})}
      {...(className ? { className } : {})}
    />
  );
}
