import { t } from '@/lib/i18n/t';

const WHO = ['you', 'group', 'operator', 'vendor', 'browser'] as const;

/** What others can see of what I do here: who, and what. */
export function PrivacySection() {
  return (
    <dl className="flex max-w-prose flex-col divide-y divide-line border-line border-y">
      {WHO.map((who) => (
        <div key={who} className="flex flex-col gap-1 py-3.5">
          <dt className="font-medium text-16">{t(`settings.privacy.${who}`)}</dt>
          <dd className="text-14 text-ink-soft">{t(`settings.privacy.${who}Text`)}</dd>
        </div>
      ))}
    </dl>
  );
}
