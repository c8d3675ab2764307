import { seatColor } from './seat';

type Props = {
  /** Seats of the plan: 2 to 5. */
  seats?: number;
  /** A table on paper with bowls in the members' hues: for plans, so that the accent stays with what can be done. */
  plain?: boolean;
  className?: string;
};

/** Potluck's mark: a round table from above, with one bowl for each seat of the plan. */
export function TableMark({ seats = 3, plain = false, className = 'size-8' }: Props) {
  const bowls = Math.min(5, Math.max(2, seats));
  const radius = { 2: 6.6, 3: 6.2, 4: 5.6, 5: 5 }[bowls] ?? 6.2;
  const reach = bowls === 2 ? 10.2 : 12;
  return (
    <svg viewBox="0 0 48 48" className={className} aria-hidden="true">
      <circle
        cx="24"
        cy="24"
        r={plain ? 21.5 : 22.5}
        strokeWidth="1.5"
        className={plain ? 'fill-raised stroke-line-strong' : 'fill-accent'}
      />
      {Array.from({ length: bowls }, (_, index) => {
        const turn = (index / bowls) * 2 * Math.PI - (bowls === 2 ? Math.PI : Math.PI / 2);
        const x = 24 + reach * Math.cos(turn);
        const y = 24 + reach * Math.sin(turn);
        return (
          <circle
            key={`${x} ${y}`}
            cx={x}
            cy={y}
            r={radius}
            {...(plain ? { fill: seatColor(index + 1) } : { className: 'fill-on-mark' })}
          />
        );
      })}
    </svg>
  );
}
