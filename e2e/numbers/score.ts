// How Lighthouse scores what it measures on a phone (its version 12): 0 to 100. Without its speed index, which needs a film; the
// weights of the others are as they are there.

/** What a page took, in milliseconds; the shift has no unit. */
export type Vitals = { firstPaint: number; largestPaint: number; blocked: number; shift: number };

/** A good value, which ten of a hundred pages reach, and the one in the middle. */
type Curve = { weight: number; good: number; middle: number };

const CURVES: Record<keyof Vitals, Curve> = {
  firstPaint: { weight: 10, good: 1800, middle: 3000 },
  largestPaint: { weight: 25, good: 2500, middle: 4000 },
  blocked: { weight: 30, good: 200, middle: 600 },
  shift: { weight: 25, good: 0.1, middle: 0.25 },
};

export function score(vitals: Vitals): number {
  const parts = Object.entries(CURVES).map(([name, curve]) => ({
    weight: curve.weight,
    points: curve.weight * points(vitals[name as keyof Vitals], curve),
  }));
  const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
  return Math.round((100 * parts.reduce((sum, part) => sum + part.points, 0)) / weights);
}

/** The part of all pages, by a log-normal distribution, that takes longer. */
function points(value: number, { good, middle }: Curve): number {
  if (value <= 0) {
    return 1;
  }
  const deviations = (Math.log(value / middle) / -Math.log(good / middle)) * INVERSE_ERFC_ONE_FIFTH;
  return (1 - erf(deviations)) / 2;
}

const INVERSE_ERFC_ONE_FIFTH = 0.9061938024368232;

/** Abramowitz and Stegun 7.1.26, good to 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const y = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - y * Math.exp(-x * x));
}
