import { t } from '@/lib/i18n/t';

/** "Good evening, Ada": by the reader's own clock, and by their first name. */
export function greeting(name: string, now: Date = new Date()): string {
  const values = { name: name.trim().split(/\s+/, 1)[0] ?? '' };
  const hour = now.getHours();
  if (hour < 5) {
    return t('chat.hello.night', values);
  }
  if (hour < 12) {
    return t('chat.hello.morning', values);
  }
  return hour < 18 ? t('chat.hello.day', values) : t('chat.hello.evening', values);
}
