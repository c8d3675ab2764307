import { locale } from '@/lib/i18n/locale';

/** `month` is "2026-08" for everything older than thirty days. */
export type SectionKey = 'today' | 'yesterday' | 'week' | 'month' | `${number}-${string}`;

export type Section<T> = { key: SectionKey; items: T[] };

/** Sorts what is listed newest first into days and months of the reader's own calendar. Keeps the order. */
export function sections<T extends { updated_at: string }>(
  items: readonly T[],
  now: Date = new Date(),
): Section<T>[] {
  const found: Section<T>[] = [];
  for (const item of items) {
    const key = sectionOf(new Date(item.updated_at), now);
    const last = found.at(-1);
    if (last?.key === key) {
      last.items.push(item);
    } else {
      found.push({ key, items: [item] });
    }
  }
  return found;
}

function sectionOf(at: Date, now: Date): SectionKey {
  const daysBefore = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
  if (at >= daysBefore(0)) {
    return 'today';
  }
  if (at >= daysBefore(1)) {
    return 'yesterday';
  }
  if (at >= daysBefore(7)) {
    return 'week';
  }
  if (at >= daysBefore(30)) {
    return 'month';
  }
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}`;
}

/** "August", or "August 2025" for another year. */
export function monthName(key: string, now: Date = new Date()): string {
  const [year = 0, month = 1] = key.split('-').map(Number);
  const options: Intl.DateTimeFormatOptions =
    year === now.getFullYear() ? { month: 'long' } : { month: 'long', year: 'numeric' };
  return new Intl.DateTimeFormat(locale(), options).format(new Date(year, month - 1, 1));
}
