/** A member's place at the table, 1 to 5. It is stable, and it picks the person's hue. */
type SeatNumber = 1 | 2 | 3 | 4 | 5;

function seatNumber(seat: number): SeatNumber {
  return (Math.min(5, Math.max(1, Math.round(seat))) || 1) as SeatNumber;
}

/** The hue of a seat as a CSS colour. Wherever it is used, a name or a pattern stands beside it. */
export function seatColor(seat: number): string {
  return `var(--seat-${seatNumber(seat)})`;
}
