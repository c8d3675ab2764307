import { cx } from './cx';
import { seatColor } from './seat';

type Props = { name: string; seat: number; size?: 24 | 32 | 40; className?: string };

const SIZES = { 24: 'size-6 text-12', 32: 'size-8 text-14', 40: 'size-10 text-16' };

/** A person's bowl: a ring in their hue around their initial. Their name always stands beside it. */
export function Avatar({ name, seat, size = 32, className }: Props) {
  return (
    <span
      aria-hidden="true"
      style={{ borderColor: seatColor(seat) }}
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-full border-[3px] bg-raised font-semibold leading-none',
        SIZES[size],
        className,
      )}
    >
      {initial(name)}
    </span>
  );
}

/** The first character as people count them, so that emoji and combined letters stay whole. */
function initial(name: string): string {
  const [first] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name.trim());
  return first?.segment.toLocaleUpperCase() ?? '?';
}
