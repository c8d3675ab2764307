/** Half the side of the picture's square. */
export const HALF = 160;
/** Radius of the rim on which the shares are drawn. */
export const RIM = 147;

export type Place = {
  /** Centre of the bowl. */
  x: number;
  y: number;
  /** The arc of the rim that belongs to it, as fractions of the circle, clockwise from the top. */
  from: number;
  to: number;
};

export type Layout = { bowl: number; places: Place[] };

const BOWL_BY_SEATS = [0, 46, 46, 40, 36, 34];
const REACH_BY_SEATS = [0, 0, 80, 89, 92, 95];
/** Space between two arcs of the rim, as a fraction of the circle; their round ends take about half of it. */
const GAP = 0.024;

/**
 * Seats people around the table. `weights` are their parts of the price: each gets an arc of the rim as long as its
 * part, and sits in the middle of it. The first sits at the top, so that the pictures of two, three and five look alike.
 */
export function roundTableLayout(weights: readonly number[]): Layout {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const equal = total <= 0;
  const count = Math.max(1, weights.length);
  const part = (weight: number) => (equal ? 1 / count : weight / total);
  const reach = REACH_BY_SEATS[Math.min(5, count)] ?? 97;
  let start = -part(weights[0] ?? 1) / 2;
  // Two face each other across the table, side by side as one looks at it.
  if (count === 2) {
    start -= 0.25;
  }
  const places = weights.map((weight) => {
    const end = start + part(weight);
    const middle = ((start + end) / 2) * 2 * Math.PI - Math.PI / 2;
    const place = {
      x: HALF + reach * Math.cos(middle),
      y: HALF + reach * Math.sin(middle),
      from: start + GAP / 2,
      to: Math.max(start + GAP / 2, end - GAP / 2),
    };
    start = end;
    return place;
  });
  return { bowl: BOWL_BY_SEATS[Math.min(5, count)] ?? 32, places };
}
