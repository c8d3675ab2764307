import type { ReactNode } from 'react';
import type { GroupSummary } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { cx } from '@/ui/cx';
import { CreditButton } from './CreditButton';
import { useConnectionText } from './useConnectionText';

type Props = { here: GroupSummary | null; menu: ReactNode; bell: ReactNode };

/** The bar on phones: the menu, where I am and how the connection is, what is new, my credit. */
export function TopBar({ here, menu, bell }: Props) {
  const connection = useConnectionText();
  return (
    <header className="sticky top-0 z-30 flex h-13 items-center gap-1 border-line border-b bg-paper px-1.5 lg:hidden print:hidden">
      {menu}
      <div className="min-w-0 flex-1">
        <p
          dir="auto"
          className={cx(
            'truncate text-start font-semibold',
            connection === null ? 'text-16' : 'text-14 leading-4',
          )}
        >
          {here?.name ?? t('app.name')}
        </p>
        {/* In the bar's own height: nothing on the page moves. */}
        <div role="status">
          {connection === null ? null : (
            <p className="line-clamp-2 animate-fade text-12 text-ink-soft leading-3.5">{connection}</p>
          )}
        </div>
      </div>
      {bell}
      {here ? <CreditButton groupId={here.id} side="bottom" /> : null}
    </header>
  );
}
