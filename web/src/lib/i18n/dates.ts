import { locale } from './locale';

const DAY_MS = 86_400_000;

/** Making one takes as long as a hundred uses of it. */
const made = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions, timeZone?: string): Intl.DateTimeFormat {
  const all = timeZone === undefined ? options : { ...options, timeZone };
  const key = `${locale()} ${JSON.stringify(all)}`;
  const known = made.get(key) ?? new Intl.DateTimeFormat(locale(), all);
  made.set(key, known);
  return known;
}

/** "November 23, 2026", in the reader's own zone unless another is given. */
export function formatDate(value: string | Date, timeZone?: string): string {
  return format({ day: 'numeric', month: 'long', year: 'numeric' }, timeZone).format(new Date(value));
}

/** "November 2026", of a month that is written "2026-11". */
export function formatMonth(month: string): string {
  return format({ month: 'long', year: 'numeric' }, 'UTC').format(new Date(`${month}-01T00:00:00Z`));
}

/** "Nov 23". */
export function formatDay(value: string | Date, timeZone?: string): string {
  return format({ day: 'numeric', month: 'short' }, timeZone).format(new Date(value));
}

/** "14:05", in the reader's own zone unless another is given. */
export function formatTimeIn(value: string | Date, timeZone?: string): string {
  return format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, timeZone).format(new Date(value));
}

/** "Nov 23, 14:05". */
export function formatDateTime(value: string | Date): string {
  return format({
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(value));
}

/** When a message was said: "14:05" today, "Nov 23, 14:05" before. */
export function formatMessageTime(value: string, now: Date = new Date()): string {
  const isToday = new Date(value).toDateString() === now.toDateString();
  return isToday ? formatTimeIn(value) : formatDateTime(value);
}

/** "Nov 23 – Dec 23, 2026" for a period; its end is the first moment that no longer belongs to it. */
export function formatPeriod(startsAt: string, endsAt: string, timeZone?: string): string {
  return format({ day: 'numeric', month: 'short', year: 'numeric' }, timeZone).formatRange(
    new Date(startsAt),
    lastMoment(endsAt),
  );
}

/** "in 3 days", "yesterday": counted in whole days of 24 hours. */
export function formatDaysFromNow(value: string | Date, nowMs: number = Date.now()): string {
  const days = Math.round((new Date(value).getTime() - nowMs) / DAY_MS);
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(days, 'day');
}

/** A period's last moment: its end is the first one that no longer belongs to it, and would name the wrong day. */
export function lastMoment(endsAt: string): Date {
  return new Date(new Date(endsAt).getTime() - 1);
}
