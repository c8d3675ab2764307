import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft, ChevronRight, type LucideIcon } from 'lucide-react';
import { type ComponentType, Suspense } from 'react';
import { serverQuery } from '@/lib/api/queries';
import { t } from '@/lib/i18n/t';
import { cx } from '@/ui/cx';
import { Deeper } from '@/ui/headings';
import { Page } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';

/** One thing that can be set, with an address of its own. */
export type SettingsSection = {
  /** The last part of its address. */
  path: string;
  title(): string;
  icon: LucideIcon;
  /** Drawn under the section's heading. */
  Content: ComponentType;
};

/** Sections that belong together, under a name. */
export type SettingsGroup = { title(): string; sections: readonly SettingsSection[] };

type Props = {
  groups: readonly SettingsGroup[];
  /** The one that is open; null: the list on phones, the first beside it on wide screens. */
  open: SettingsSection | null;
};

/** The settings: a list of sections, and the one that is open. Phones show the one or the other. */
export function SettingsPage({ groups, open }: Props) {
  const shown = open ?? groups[0]?.sections[0];
  return (
    <Page
      // A phone shows the one section, which says itself what it is.
      title={<span className={open === null ? '' : 'max-md:sr-only'}>{t('settings.title')}</span>}
      name={open?.title() ?? t('settings.title')}
    >
      <div
        className={cx(
          'grid items-start gap-x-10 gap-y-2 md:gap-y-6 md:grid-cols-[15rem_minmax(0,1fr)]',
          open !== null && 'max-md:-mt-10',
        )}
      >
        <SectionList groups={groups} shown={shown} className={open === null ? '' : 'max-md:hidden'} />
        {open === null ? null : (
          <Link
            to="/settings"
            className="flex min-h-11 items-center gap-2 self-start text-14 text-ink-soft hover:text-ink md:hidden"
          >
            <ArrowLeft size={16} aria-hidden="true" />
            {t('settings.all')}
          </Link>
        )}
        {shown === undefined ? null : (
          <div className={cx('min-w-0', open === null && 'max-md:hidden')}>
            <section className="flex flex-col gap-4">
              <h2 className="font-semibold text-20">{shown.title()}</h2>
              <Deeper>
                <Suspense fallback={<SectionLoading />}>
                  <shown.Content key={shown.path} />
                </Suspense>
              </Deeper>
            </section>
          </div>
        )}
      </div>
      <About className={open === null ? '' : 'max-md:hidden'} />
    </Page>
  );
}

type ListProps = {
  groups: readonly SettingsGroup[];
  shown: SettingsSection | undefined;
  className: string;
};

function SectionList({ groups, shown, className }: ListProps) {
  return (
    <nav aria-label={t('settings.title')} className={cx('flex flex-col gap-5', className)}>
      {groups.map(({ title, sections }) => (
        <div key={title()} className="flex flex-col gap-1">
          <h2 className="text-12 text-ink-faint md:px-2.5">{title()}</h2>
          <ul className="flex flex-col max-md:divide-y max-md:divide-line max-md:border-line max-md:border-y md:gap-0.5">
            {sections.map(({ path, title: name, icon: Icon }) => (
              <li key={path}>
                <Link
                  to="/settings/$section"
                  params={{ section: path }}
                  aria-current={path === shown?.path ? 'page' : undefined}
                  className="flex items-center gap-2.5 rounded-s text-14 text-ink-soft transition-colors hover:bg-ink/6 hover:text-ink max-md:min-h-12 md:min-h-9 md:px-2.5 md:aria-[current=page]:bg-ink/7 md:aria-[current=page]:font-medium md:aria-[current=page]:text-ink"
                >
                  <Icon size={17} className="shrink-0" aria-hidden="true" />
                  <span className="min-w-0 flex-1 truncate">{name()}</span>
                  <ChevronRight size={16} className="shrink-0 text-ink-faint md:hidden" aria-hidden="true" />
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function SectionLoading() {
  return (
    <Loading className="flex flex-col gap-3">
      <Skeleton className="h-11 w-full" />
      <Skeleton className="h-11 w-2/3" />
    </Loading>
  );
}

/** Which version this is; on a phone below the list alone. */
function About({ className }: { className: string }) {
  const { data: server } = useQuery(serverQuery);
  return server ? (
    <p className={cx('text-12 text-ink-faint', className)}>
      {t('settings.about', { name: server.name, version: server.version })}
    </p>
  ) : null;
}
