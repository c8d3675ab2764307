import { t } from '@/lib/i18n/t';
import { Section } from '@/ui/Page';
import { MailsSection } from './MailsSection';
import { PushSection } from './PushSection';

/** What reaches me outside of the app, and how. */
export function NotificationsSection() {
  return (
    <div className="flex flex-col gap-10">
      <Section title={t('push.title')}>
        <PushSection />
      </Section>
      <Section title={t('mails.heading')}>
        <MailsSection />
      </Section>
    </div>
  );
}
