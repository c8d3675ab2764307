import { t } from '@/lib/i18n/t';

/** What others can see of what I do here. */
export function PrivacySection() {
  return <p className="max-w-prose text-14 text-ink-soft">{t('settings.privacyText')}</p>;
}
