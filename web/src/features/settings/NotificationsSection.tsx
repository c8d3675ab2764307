import { type ReactNode, useId } from 'react';
import { t } from '@/lib/i18n/t';
import { MailsSection } from './MailsSection';
import { PushSection } from './PushSection';

/** What reaches me outside of the app, and how. */
export function NotificationsSection() {
  return (
    <div className="flex flex-col gap-10">
      <Way title={t('push.title')}>
        <PushSection />
      </Way>
      <Way title={t('mails.heading')}>
        <MailsSection />
      </Way>
    </div>
  );
}

function Way({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h3 id={id} className="font-medium text-16">
        {title}
      </h3>
      {children}
    </section>
  );
}
