import { t } from '@/lib/i18n/t';
import { EmptyState } from '@/ui/EmptyState';
import { TableMark } from '@/ui/TableMark';

/** In the place of a conversation that is not there any more, or never was somebody's. */
export function ChatGone() {
  return (
    <main className="flex min-h-[60dvh] items-center justify-center">
      <h1 className="sr-only">{t('chat.title')}</h1>
      <EmptyState title={t('chat.gone.title')} picture={<TableMark className="size-12" />}>
        {t('chat.gone.text')}
      </EmptyState>
    </main>
  );
}
