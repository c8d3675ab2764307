type Props = { seats?: number; className?: string };

/** Potluck's mark: a round table from above, with one bowl for each seat of the plan. */
export function TableMark({ seats = 3, className = 'size-8' }: Props) {
  const bowls = Math.min(5, Math.max(2, seats));
  const radius = { 2: 7.2, 3: 6.4, 4: 5.6, 5: 5 }[bowls] ?? 6.4;
  const reach = bowls === 2 ? 10.5 : 12.5;
  return (
    <svg viewBox="0 0 48 48" className={className} aria-hidden="true">
      <circle cx="24" cy="24" r="22" className="fill-accent" />
      {Array.from({ length: bowls }, (_, index) => {
        const turn = (index / bowls) * 2 * Math.PI - (bowls === 2 ? Math.PI : Math.PI / 2);
        return (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: the bowls never move
            key={index}
            cx={24 + reach * Math.cos(turn)}
            cy={24 + reach * Math.sin(turn)}
            r={radius}
            className="fill-paper"
          />
        );
      })}
    </svg>
  );
}
