import { seatColor } from '@/ui/seat';

type Part = { userId: string; seat: number; amount: number };

/** Who pays how much of the price, as one bar. What the list beside it says in words, so screen readers pass it by. */
export function PartsBar({ parts }: { parts: readonly Part[] }) {
  return (
    <div aria-hidden="true" className="flex h-3 gap-px overflow-hidden rounded-full bg-ink/7">
      {parts.map((part) => (
        <span
          key={part.userId}
          style={{ flexGrow: part.amount, background: seatColor(part.seat) }}
          className="min-w-0 basis-0"
        />
      ))}
    </div>
  );
}
