import type { ReactNode } from 'react';
import { cx } from './cx';
import { HALF, type Place, RIM, roundTableLayout } from './roundTableLayout';
import { seatColor } from './seat';

/** One place at the table: a person with what is left in their bowl (0 to 1), or an empty seat. */
export type TableSeat = {
  key: string;
  seat: number;
  /** Null for an empty seat. */
  name: string | null;
  /** How much of the own credit is left, 0 to 1; null while there is none yet. */
  left: number | null;
  /** Part of the price, in any unit: the length of the arc on the rim. */
  weight: number;
};

const LONGEST_NAME = 8;

type Props = {
  seats: readonly TableSeat[];
  /** What lies in the middle of the table. */
  children?: ReactNode;
  className?: string;
};

/**
 * The group as a round table from above: an arc of the rim for each one's part of the price, a bowl for each seat, as
 * full as the credit that is left. A picture of what the member list says in words, so screen readers pass it by.
 */
export function RoundTable({ seats, children, className }: Props) {
  const { bowl, places } = roundTableLayout(seats.map((seat) => seat.weight));
  return (
    <div aria-hidden="true" className={cx('relative aspect-square select-none', className)}>
      <svg viewBox={`0 0 ${2 * HALF} ${2 * HALF}`} className="size-full" fill="none" role="presentation">
        <circle cx={HALF} cy={HALF} r={RIM - 9} className="fill-raised stroke-line" strokeWidth="1.5" />
        {seats.map((seat, index) => {
          const place = places[index];
          return place ? <SeatDrawing key={seat.key} seat={seat} place={place} bowl={bowl} /> : null;
        })}
      </svg>
      {seats.map((seat, index) => {
        const place = places[index];
        return place && seat.name !== null ? (
          <span
            key={seat.key}
            style={{ left: percent(place.x), top: percent(place.y), maxWidth: percent(2 * (bowl - 7)) }}
            className={cx(
              'absolute -translate-x-1/2 -translate-y-1/2 truncate font-semibold',
              seats.length > 3 ? 'text-12' : 'text-14',
            )}
          >
            {callName(seat.name)}
          </span>
        ) : null;
      })}
      {children ? (
        // No wider than what the bowls leave between them.
        <div className="absolute inset-[30%] flex flex-col items-center justify-center text-balance text-center">
          {children}
        </div>
      ) : null}
    </div>
  );
}

function SeatDrawing({ seat, place, bowl }: { seat: TableSeat; place: Place; bowl: number }) {
  const color = seatColor(seat.seat);
  if (seat.name === null) {
    return (
      <g className="stroke-line-strong" strokeWidth="1.5">
        <Rim place={place} className="stroke-line" />
        <circle cx={place.x} cy={place.y} r={bowl - 2} strokeDasharray="4 5" />
        <path d={`M${place.x - 7} ${place.y}h14M${place.x} ${place.y - 7}v14`} strokeLinecap="round" />
      </g>
    );
  }
  return (
    <g>
      <Rim place={place} color={color} />
      <circle
        cx={place.x}
        cy={place.y}
        r={bowl - 2.5}
        className="fill-paper"
        stroke={color}
        strokeWidth="5"
      />
      {seat.left === null ? null : (
        // Seen from above, what is left is an area: half full has half the area, not half the width.
        <circle
          cx={place.x}
          cy={place.y}
          r={(bowl - 8) * Math.sqrt(Math.min(1, Math.max(0, seat.left)))}
          fill={color}
          fillOpacity="0.3"
        />
      )}
    </g>
  );
}

function Rim({ place, color, className }: { place: Place; color?: string; className?: string }) {
  return (
    <circle
      cx={HALF}
      cy={HALF}
      r={RIM}
      pathLength={1}
      strokeWidth="6"
      strokeLinecap="round"
      strokeDasharray={`${place.to - place.from} 1`}
      transform={`rotate(${place.from * 360 - 90} ${HALF} ${HALF})`}
      {...(color ? { stroke: color } : {})}
      {...(className ? { className } : {})}
    />
  );
}

/** What fits into a bowl: a short name whole, of a longer one the first word. */
function callName(name: string): string {
  return [...name].length <= LONGEST_NAME ? name : (name.trim().split(/\s+/)[0] ?? name);
}

function percent(value: number): string {
  return `${((value / (2 * HALF)) * 100).toFixed(2)}%`;
}
