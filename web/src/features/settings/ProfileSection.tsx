import type { ReactNode } from 'react';
import { currentUser, useSession } from '@/lib/api/session';
import { t } from '@/lib/i18n/t';

/** Who I am here. */
export function ProfileSection() {
  useSession();
  const user = currentUser();
  return (
    <dl className="flex flex-col divide-y divide-line border-line border-y">
      <Row term={t('settings.name')}>{user?.name}</Row>
      <Row term={t('settings.email')}>{user?.email}</Row>
      {user?.operator ? <Row term={t('settings.role')}>{t('settings.operator')}</Row> : null}
    </dl>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 py-3 text-16 sm:grid-cols-[10rem_1fr]">
      <dt className="text-14 text-ink-soft sm:leading-6">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
