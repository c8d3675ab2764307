// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { HALF, roundTableLayout } from './roundTableLayout';

describe('roundTableLayout', () => {
  test('the first of three sits at the top, the others to both sides', () => {
    const { places } = roundTableLayout([1, 1, 1]);
    const [top, right, left] = places;
    expect(top?.x).toBeCloseTo(HALF);
    expect(top?.y).toBeLessThan(HALF);
    expect(right?.x).toBeCloseTo(2 * HALF - (left?.x ?? 0));
    expect(right?.y).toBeCloseTo(left?.y ?? 0);
  });

  test('two sit side by side', () => {
    const [one, two] = roundTableLayout([1, 1]).places;
    expect(one?.y).toBeCloseTo(two?.y ?? 0);
    expect(one?.x).toBeLessThan(two?.x ?? 0);
  });

  test('arcs are as long as the parts', () => {
    const [one, two] = roundTableLayout([3, 1]).places;
    const length = (place?: { from: number; to: number }) => (place ? place.to - place.from : 0);
    expect(length(one)).toBeCloseTo(0.75 - 0.024);
    expect(length(two)).toBeCloseTo(0.25 - 0.024);
  });

  test.each([2, 3, 4, 5])('%i bowls do not touch and stay on the table', (count) => {
    const { places, bowl } = roundTableLayout(Array.from({ length: count }, () => 1));
    for (const [index, one] of places.entries()) {
      expect(Math.hypot(one.x - HALF, one.y - HALF) + bowl).toBeLessThanOrEqual(138);
      for (const two of places.slice(index + 1)) {
        expect(Math.hypot(one.x - two.x, one.y - two.y)).toBeGreaterThan(2 * bowl);
      }
    }
  });

  test('without weights everybody has the same', () => {
    expect(roundTableLayout([0, 0]).places).toHaveLength(2);
  });
});
