// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { creditArcs } from './creditArcs';

describe('creditArcs', () => {
  test('left, lent and used fill the circle in this order; borrowed is apart', () => {
    expect(creditArcs({ grant: 100, own: 30, lent: 20, borrowed: 10, available: 50 })).toEqual({
      left: [0, 0.5],
      lent: [0.5, 0.7],
      used: [0.7, 1],
      borrowed: [0, 0.1],
    });
  });

  test('something never looks like nothing, and nothing like something', () => {
    const arcs = creditArcs({ grant: 1_000_000, own: 999_999, lent: 0, borrowed: 0, available: 1 });
    expect(arcs.left).toEqual([0, 0.02]);
    expect(arcs.lent).toEqual([0.02, 0.02]);
  });

  test('without a grant the circle is empty', () => {
    expect(creditArcs({ grant: 0, own: 0, lent: 0, borrowed: 0, available: 0 }).left).toEqual([0, 0]);
  });

  test('more borrowed than the own part is one whole turn', () => {
    expect(creditArcs({ grant: 10, own: 10, lent: 0, borrowed: 25, available: 0 }).borrowed).toEqual([0, 1]);
  });
});
