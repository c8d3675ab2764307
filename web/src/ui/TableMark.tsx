import { cx } from './cx';

type Props = {
  /** Seats of the plan: 2 to 5. */
  seats?: number;
  /** In ink instead of the accent: for plans and groups, so that the accent stays with what can be done. */
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
        strokeWidth="2"
        className={plain ? 'fill-raised stroke-ink' : 'fill-accent'}
      />
      {Array.from({ length: bowls }, (_, index) => {
        const turn = (index / bowls) * 2 * Math.PI - (bowls === 2 ? Math.PI : Math.PI / 2);
        const x = 24 + reach * Math.cos(turn);
        const y = 24 + reach * Math.sin(turn);
        return (
          <g key={`${x} ${y}`}>
            <circle cx={x} cy={y} r={radius} className={plain ? 'fill-ink' : 'fill-on-mark'} />
            <circle
              cx={x}
              cy={y}
              r={radius * 0.5}
              className={cx(plain ? 'fill-raised' : 'fill-accent', radius < 5.5 && 'opacity-90')}
            />
          </g>
        );
      })}
    </svg>
  );
}
