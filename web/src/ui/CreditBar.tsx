import { useId } from 'react';
import { type CreditStanding, creditArcs } from './creditArcs';
import { seatColor } from './seat';

/** A member's credit as a bar in their hue: left solid, lent striped, used faint. The words stand beside it. */
export function CreditBar({ standing, seat }: { standing: CreditStanding; seat: number }) {
  const stripes = useId();
  const { left, lent } = creditArcs(standing);
  return (
    <svg aria-hidden="true" className="h-1.5 w-full overflow-hidden rounded-full bg-ink/10">
      <pattern id={stripes} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="2" height="4" fill={seatColor(seat)} />
      </pattern>
      <rect width={`${left[1] * 100}%`} height="100%" fill={seatColor(seat)} />
      <rect
        x={`${lent[0] * 100}%`}
        width={`${(lent[1] - lent[0]) * 100}%`}
        height="100%"
        fill={`url(#${stripes})`}
      />
    </svg>
  );
}
