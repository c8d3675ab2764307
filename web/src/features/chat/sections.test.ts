import { expect, it } from 'vitest';
import { monthName, sections } from './sections';

const now = new Date(2026, 10, 23, 12);
const at = (...date: [number, number, number, number?]) => {
  const [year, month, day, hour = 12] = date;
  return { updated_at: new Date(year, month - 1, day, hour).toISOString() };
};

it.each([
  [at(2026, 11, 23, 0), 'today'],
  [at(2026, 11, 22, 23), 'yesterday'],
  [at(2026, 11, 22, 0), 'yesterday'],
  [at(2026, 11, 21, 23), 'week'],
  [at(2026, 11, 16, 0), 'week'],
  [at(2026, 11, 15, 23), 'month'],
  [at(2026, 10, 24, 0), 'month'],
  [at(2026, 10, 23, 23), '2026-10'],
  [at(2025, 12, 31), '2025-12'],
])('%o is in %s', (item, key) => {
  expect(sections([item], now).map((section) => section.key)).toEqual([key]);
});

it('keeps the order and joins neighbours', () => {
  const items = [at(2026, 11, 23, 9), at(2026, 11, 23, 8), at(2026, 11, 22), at(2026, 9, 2), at(2026, 9, 1)];
  expect(sections(items, now).map(({ key, items: { length } }) => [key, length])).toEqual([
    ['today', 2],
    ['yesterday', 1],
    ['2026-09', 2],
  ]);
  expect(sections([], now)).toEqual([]);
});

it('names the year of a month only when it is another one', () => {
  expect([monthName('2026-09', now), monthName('2025-09', now)]).toEqual(['September', 'September 2025']);
});
