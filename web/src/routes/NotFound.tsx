import { t } from '@/lib/i18n/t';
import { ButtonLink } from '@/ui/ButtonLink';
import { EmptyState } from '@/ui/EmptyState';
import { TableMark } from '@/ui/TableMark';
import { usePageTitle } from '@/ui/usePageTitle';

export function NotFound() {
  usePageTitle(t('notFound.title'));
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <EmptyState
        page
        title={t('notFound.title')}
        picture={<TableMark className="size-12" />}
        action={<ButtonLink to="/">{t('notFound.home')}</ButtonLink>}
      >
        {t('notFound.text')}
      </EmptyState>
    </main>
  );
}
