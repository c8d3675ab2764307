import { locale } from './locale';

const date = new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long', year: 'numeric' });
const shortDate = new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short' });
const time = new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dateTime = new Intl.DateTimeFormat(locale(), {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const relative = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });

const DAY_MS = 86_400_000;

/** "November 23, 2026", in the reader's own zone unless another is given. */
export function formatDate(value: string | Date, timeZone?: string): string {
  return timeZone === undefined
    ? date.format(new Date(value))
    : new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long', year: 'numeric', timeZone }).format(
        new Date(value),
      );
}

/** "Nov 23". */
export function formatDay(value: string | Date): string {
  return shortDate.format(new Date(value));
}

/** "14:05". */
export function formatTime(value: string | Date): string {
  return time.format(new Date(value));
}

/** "Nov 23, 14:05". */
export function formatDateTime(value: string | Date): string {
  return dateTime.format(new Date(value));
}

/** "in 3 days", "yesterday": counted in whole days of 24 hours. */
export function formatDaysFromNow(value: string | Date, nowMs: number = Date.now()): string {
  return relative.format(Math.round((new Date(value).getTime() - nowMs) / DAY_MS), 'day');
}
