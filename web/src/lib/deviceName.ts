import { t } from '@/lib/i18n/t';

type Device = { browser?: string | null; system?: string | null };

/** "Firefox on Linux", or as much of it as the browser said. */
export function deviceName({ browser, system }: Device): string {
  if (browser && system) {
    return t('device.name', { browser, system });
  }
  return browser ?? system ?? t('device.unknown');
}
