// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { UsageRow } from '@/lib/api/types';
import { periodDays, usageByDay, usageByModel } from './rows';

function row(more: Partial<UsageRow>): UsageRow {
  return {
    day: '2026-11-23',
    user_id: 'ada',
    model: 'm',
    by_api: false,
    turns: 1,
    input_tokens: 10,
    cached_input_tokens: 2,
    cache_write_tokens: 1,
    output_tokens: 5,
    cost_nanousd: 100,
    titles: 0,
    title_input_tokens: 0,
    title_output_tokens: 0,
    title_cost_nanousd: 0,
    ...more,
  };
}

describe('periodDays', () => {
  test('begins with the group’s local date, not with the one in UTC', () => {
    // Midnight in Tokyo is the afternoon before in UTC.
    expect(periodDays('2026-11-22T15:00:00Z', 2, 'Asia/Tokyo')).toEqual(['2026-11-23', '2026-11-24']);
    expect(periodDays('2026-11-23T05:00:00Z', 1, 'America/New_York')).toEqual(['2026-11-23']);
  });

  test('has every day once over a change of the clock', () => {
    const days = periodDays('2026-10-22T22:00:00Z', 31, 'Europe/Berlin');
    expect(days[0]).toBe('2026-10-23');
    expect(days.at(-1)).toBe('2026-11-22');
    expect(new Set(days).size).toBe(31);
  });
});

test('usageByDay sums a member’s models and keeps days without usage', () => {
  const rows = [row({}), row({ model: 'n', cost_nanousd: 50 }), row({ user_id: 'bo', cost_nanousd: 7 })];
  expect(usageByDay(rows, ['2026-11-22', '2026-11-23'], ['ada', 'bo'])).toEqual([
    {
      day: '2026-11-22',
      total: 0,
      parts: [
        { userId: 'ada', nanousd: 0 },
        { userId: 'bo', nanousd: 0 },
      ],
    },
    {
      day: '2026-11-23',
      total: 157,
      parts: [
        { userId: 'ada', nanousd: 150 },
        { userId: 'bo', nanousd: 7 },
      ],
    },
  ]);
});

test('usageByModel counts every kind of input, the dearest first', () => {
  const rows = [
    row({}),
    row({ day: '2026-11-24' }),
    row({ model: 'n', cost_nanousd: 900 }),
    row({ user_id: 'bo', cost_nanousd: 9_999 }),
  ];
  expect(usageByModel(rows, 'ada').models).toEqual([
    { model: 'n', turns: 1, tokensIn: 13, tokensOut: 5, nanousd: 900 },
    { model: 'm', turns: 2, tokensIn: 26, tokensOut: 10, nanousd: 200 },
  ]);
});

test('names of chats stand apart from questions', () => {
  const named = { titles: 1, title_input_tokens: 8, title_output_tokens: 2, title_cost_nanousd: 30 };
  const onlyNamed = { turns: 1, input_tokens: 5, output_tokens: 2, cost_nanousd: 30 };
  const rows = [row({ turns: 3, ...named }), row({ model: 'n', ...named, ...onlyNamed })];
  expect(usageByModel(rows, 'ada')).toEqual({
    models: [{ model: 'm', turns: 2, tokensIn: 5, tokensOut: 3, nanousd: 70 }],
    titles: { turns: 2, tokensIn: 16, tokensOut: 4, nanousd: 60 },
  });
});
