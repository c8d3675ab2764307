import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { asProblem, type Problem } from '@/lib/api/problem';
import { serverQuery } from '@/lib/api/queries';
import { currentUser, useSession } from '@/lib/api/session';
import { t } from '@/lib/i18n/t';
import { chooseTheme, useThemeChoice } from '@/lib/theme';
import { useSignOut } from '@/lib/useSignOut';
import { Button } from '@/ui/Button';
import { Page, Section } from '@/ui/Page';
import { ProblemNote } from '@/ui/ProblemNote';
import { Segments } from '@/ui/Segments';

/** Who I am here, how it looks, what others can see, and signing out. */
export function SettingsPage() {
  useSession();
  const user = currentUser();
  const theme = useThemeChoice();
  const { data: server } = useQuery(serverQuery);
  return (
    <Page title={t('settings.title')} width="m">
      <Section title={t('settings.profile')}>
        <dl className="flex flex-col divide-y divide-line border-line border-y">
          <Row term={t('settings.name')}>{user?.name}</Row>
          <Row term={t('settings.email')}>{user?.email}</Row>
          {user?.operator ? <Row term={t('settings.role')}>{t('settings.operator')}</Row> : null}
        </dl>
      </Section>
      <Section title={t('settings.appearance')}>
        <Segments
          label={t('settings.theme')}
          value={theme}
          onChange={chooseTheme}
          options={[
            { value: 'system', label: t('settings.system') },
            { value: 'light', label: t('settings.light') },
            { value: 'dark', label: t('settings.dark') },
          ]}
        />
      </Section>
      <Section title={t('settings.privacy')}>
        <p className="max-w-prose text-14 text-ink-soft">{t('settings.privacyText')}</p>
      </Section>
      <Section title={t('settings.session')}>
        <SignOut />
      </Section>
      {server ? (
        <p className="text-12 text-ink-faint">
          {t('settings.about', { name: server.name, version: server.version })}
        </p>
      ) : null}
    </Page>
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

function SignOut() {
  const signOut = useSignOut();
  const [problem, setProblem] = useState<Problem | null>(null);
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-14 text-ink-soft">{t('settings.signOutText')}</p>
      <Button
        onClick={() => {
          signOut().catch((error: unknown) => setProblem(asProblem(error)));
        }}
      >
        {t('nav.signOut')}
      </Button>
      {problem ? <ProblemNote problem={problem} /> : null}
    </div>
  );
}
