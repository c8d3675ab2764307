import type { ReactNode } from 'react';
import type { GroupSummary } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { CreditButton } from './CreditButton';

type Props = { here: GroupSummary | null; menu: ReactNode; bell: ReactNode };

/** The bar on phones: the menu, where I am, what is new, my credit. */
export function TopBar({ here, menu, bell }: Props) {
  return (
    <header className="sticky top-0 z-30 flex h-13 items-center gap-1 border-line border-b bg-paper px-1.5 lg:hidden print:hidden">
      {menu}
      <p dir="auto" className="min-w-0 flex-1 truncate text-start font-semibold text-16">
        {here?.name ?? t('app.name')}
      </p>
      {bell}
      {here ? <CreditButton groupId={here.id} side="bottom" /> : null}
    </header>
  );
}
