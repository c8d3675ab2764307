import { HALF, RIM, roundTableLayout } from './roundTableLayout';
import { seatColor } from './seat';

/** How full the bowls of the picture are: an ornament, not anybody's numbers. */
const FILL = [0.8, 0.45, 0.95, 0.3, 0.65];

/** The table without people: what Potluck looks like before one has a group. */
export function TablePicture({ seats, className }: { seats: number; className?: string }) {
  const { bowl, places } = roundTableLayout(Array.from({ length: seats }, () => 1));
  return (
    <svg viewBox={`0 0 ${2 * HALF} ${2 * HALF}`} className={className} fill="none" aria-hidden="true">
      <circle cx={HALF} cy={HALF} r={RIM - 9} className="fill-raised stroke-line" strokeWidth="1.5" />
      {places.map((place, index) => (
        <g key={`${place.x} ${place.y}`}>
          <circle
            cx={HALF}
            cy={HALF}
            r={RIM}
            pathLength={1}
            stroke={seatColor(index + 1)}
            strokeWidth="6"
            strokeLinecap="round"
            strokeDasharray={`${place.to - place.from} 1`}
            transform={`rotate(${place.from * 360 - 90} ${HALF} ${HALF})`}
          />
          <circle
            cx={place.x}
            cy={place.y}
            r={bowl - 2.5}
            className="fill-paper"
            stroke={seatColor(index + 1)}
            strokeWidth="5"
          />
          <circle
            cx={place.x}
            cy={place.y}
            r={(bowl - 8) * Math.sqrt(FILL[index] ?? 0.5)}
            fill={seatColor(index + 1)}
            fillOpacity="0.3"
          />
        </g>
      ))}
    </svg>
  );
}
