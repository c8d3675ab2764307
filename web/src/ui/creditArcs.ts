/** A member's standing in the pool, in nano-USD: the fields of a group's member. */
export type CreditStanding = {
  grant: number;
  own: number;
  lent: number;
  borrowed: number;
  available: number;
};

/** Where the ring's arcs begin and end, as fractions of the circle, clockwise from the top. */
export type CreditArcs = {
  left: readonly [from: number, to: number];
  lent: readonly [from: number, to: number];
  used: readonly [from: number, to: number];
  /** Drawn outside the ring: what others' credit gave on top of the own grant. At most a whole turn. */
  borrowed: readonly [from: number, to: number];
};

/** Smallest visible part, so that something never looks like nothing. */
const SLIVER = 0.02;

/** Turns a standing into arcs. The circle is the own grant: what is left, then what is lent, then what is used. */
export function creditArcs({ grant, lent, borrowed, available }: CreditStanding): CreditArcs {
  const part = (value: number) =>
    grant <= 0 || value <= 0 ? 0 : Math.max(SLIVER, Math.min(1, value / grant));
  const left = part(available);
  const lentEnd = Math.min(1, left + part(lent));
  return {
    left: [0, left],
    lent: [left, lentEnd],
    used: [lentEnd, 1],
    borrowed: [0, part(borrowed)],
  };
}
