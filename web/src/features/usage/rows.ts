import type { UsageRow } from '@/lib/api/types';

/** What each member used on one day, in nano-USD, in the order of the members given. */
export type DayUsage = { day: string; parts: { userId: string; nanousd: number }[]; total: number };

/** What one member used of one model. */
export type ModelUsage = {
  model: string;
  turns: number;
  tokensIn: number;
  tokensOut: number;
  nanousd: number;
};

/** What one member used: of each model, and for the names of their chats. */
export type MyUsage = { models: ModelUsage[]; titles: Omit<ModelUsage, 'model'> };

const DAY_MS = 86_400_000;
const NOTHING = { turns: 0, tokensIn: 0, tokensOut: 0, nanousd: 0 };

/** The period's days as local dates ("2026-11-23"), from the day of `startsAt` in the group's zone. */
export function periodDays(startsAt: string, days: number, timeZone: string): string[] {
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(new Date(startsAt));
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  // Calendar days are counted in UTC, where every day has 24 hours.
  const first = Date.UTC(part('year'), part('month') - 1, part('day'));
  return Array.from({ length: days }, (_, index) =>
    new Date(first + index * DAY_MS).toISOString().slice(0, 10),
  );
}

/** Usage day by day, also for the days without any. Members not in `userIds` are left out. */
export function usageByDay(
  rows: readonly UsageRow[],
  days: readonly string[],
  userIds: readonly string[],
): DayUsage[] {
  return days.map((day) => {
    const parts = userIds.map((userId) => ({
      userId,
      nanousd: sum(rows.filter((row) => row.day === day && row.user_id === userId)),
    }));
    return { day, parts, total: parts.reduce((total, part) => total + part.nanousd, 0) };
  });
}

/**
 * One member's usage by model, the dearest first; every kind of input counts as tokens in. The names of chats, which no question
 * asked for, stand apart.
 */
export function usageByModel(rows: readonly UsageRow[], userId: string): MyUsage {
  const models = new Map<string, ModelUsage>();
  const titles = { ...NOTHING };
  for (const row of rows.filter((each) => each.user_id === userId)) {
    const model = models.get(row.model) ?? { model: row.model, ...NOTHING };
    const tokensIn = row.input_tokens + row.cached_input_tokens + row.cache_write_tokens;
    models.set(row.model, {
      model: row.model,
      turns: model.turns + row.turns - row.titles,
      tokensIn: model.tokensIn + tokensIn - row.title_input_tokens,
      tokensOut: model.tokensOut + row.output_tokens - row.title_output_tokens,
      nanousd: model.nanousd + row.cost_nanousd - row.title_cost_nanousd,
    });
    titles.turns += row.titles;
    titles.tokensIn += row.title_input_tokens;
    titles.tokensOut += row.title_output_tokens;
    titles.nanousd += row.title_cost_nanousd;
  }
  const asked = [...models.values()].filter((model) => model.turns > 0);
  return { models: asked.sort((a, b) => b.nanousd - a.nanousd), titles };
}

function sum(rows: readonly UsageRow[]): number {
  return rows.reduce((total, row) => total + row.cost_nanousd, 0);
}
