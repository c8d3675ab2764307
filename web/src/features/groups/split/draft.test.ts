import { describe, expect, test } from 'vitest';
import type { Split } from '@/lib/api/types';
import { draftOf, emptyDraft, MODES, parsePercent, plainPercent, saysTheSame, splitOf } from './draft';

const members = ['ann', 'bo', 'cy'];
const price = { amount: 2400, currency: 'USD' };

describe('a split being typed', () => {
  test('says again what it was made of', () => {
    const splits: Split[] = [
      { mode: 'equal' },
      { mode: 'percent', basis_points: { ann: 5000, bo: 3333, cy: 1667 } },
      { mode: 'weights', weights: { ann: 2, bo: 0, cy: 1 } },
      { mode: 'fixed', amounts: { ann: 1050 }, rest: ['bo', 'cy'] },
      { mode: 'usage' },
      { mode: 'base_and_usage', base_basis_points: 2550 },
      { mode: 'sponsor', payer: 'bo', cap: 1500, fallback: { mode: 'equal' } },
    ];
    expect(splits.map((split) => split.mode)).toEqual(MODES);
    for (const split of splits) {
      expect(splitOf(draftOf(split, members, 'USD'), members, price)).toEqual(split);
    }
  });

  test('is the same split whatever it is written like, and another with another number', () => {
    const fixed: Split = { mode: 'fixed', amounts: { ann: 100, bo: 50 }, rest: ['cy', 'di'] };
    expect(saysTheSame(fixed, { mode: 'fixed', rest: ['di', 'cy'], amounts: { bo: 50, ann: 100 } })).toBe(
      true,
    );
    expect(saysTheSame(fixed, { ...fixed, amounts: { ann: 50, bo: 100 } })).toBe(false);
    expect(saysTheSame(fixed, { ...fixed, rest: ['cy'] })).toBe(false);
    expect(saysTheSame({ mode: 'equal' }, { mode: 'usage' })).toBe(false);
    const sponsor: Split = { mode: 'sponsor', payer: 'bo', fallback: { mode: 'equal' } };
    expect(saysTheSame({ ...sponsor, cap: null }, sponsor)).toBe(true);
    expect(saysTheSame({ ...sponsor, cap: 0 }, sponsor)).toBe(false);
    expect(saysTheSame({ ...sponsor, fallback: { mode: 'weights', weights: { ann: 1 } } }, sponsor)).toBe(
      false,
    );
  });

  test('begins near equal parts, whole to the hundredth', () => {
    expect(emptyDraft('percent', members).values).toEqual({ ann: '33.34', bo: '33.33', cy: '33.33' });
    const fixed = splitOf(emptyDraft('fixed', members), members, price);
    expect(fixed).toEqual({ mode: 'fixed', amounts: {}, rest: members });
  });

  test('is none while something is no number', () => {
    for (const text of ['', 'x', '-1', '1.234', '1000.5', '1e2']) {
      const draft = { ...emptyDraft('percent', members), values: { ann: text, bo: '50', cy: '50' } };
      expect(splitOf(draft, members, price)).toBeNull();
    }
    const weights = { ...emptyDraft('weights', members), values: { ann: '1.5', bo: '1', cy: '1' } };
    expect(splitOf(weights, members, price)).toBeNull();
    expect(splitOf({ ...emptyDraft('sponsor', members), cap: '5.001' }, members, price)).toBeNull();
  });

  test('reads percentages with a point or a comma, exactly', () => {
    expect(['33.33', '33,3', '100', ' 7 '].map(parsePercent)).toEqual([3333, 3330, 10_000, 700]);
    expect([3333, 3330, 10_000, 5].map(plainPercent)).toEqual(['33.33', '33.3', '100', '0.05']);
  });
});
