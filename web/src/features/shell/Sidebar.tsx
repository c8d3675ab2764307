import { Link } from '@tanstack/react-router';
import { ChartNoAxesColumn, ReceiptText, UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import type { GroupSummary } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { AccountMenu } from './AccountMenu';
import { GroupSwitcher } from './GroupSwitcher';

type Props = {
  here: GroupSummary | null;
  bell: ReactNode;
  conversations: ReactNode;
  notices: ReactNode;
};

const ITEM =
  'flex min-h-9 touch:min-h-11 items-center gap-2.5 rounded-s px-2.5 text-14 text-ink-soft transition-colors hover:bg-ink/6 hover:text-ink';
const ACTIVE = { className: 'bg-ink/7 font-medium text-ink!', 'aria-current': 'page' } as const;

export function Sidebar({ here, bell, conversations, notices }: Props) {
  return (
    <div className="flex h-full flex-col gap-2 p-3">
      <div className="flex items-center gap-1">
        <div className="min-w-0 flex-1">
          <GroupSwitcher here={here} />
        </div>
        {bell}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">{conversations}</div>
      <nav aria-label={t('nav.label')} className="flex flex-col gap-2">
        {notices}
        {here ? (
          <div className="flex flex-col border-line border-t pt-2">
            <Link
              to="/groups/$groupId"
              params={{ groupId: here.id }}
              activeOptions={{ exact: true }}
              activeProps={ACTIVE}
              className={ITEM}
            >
              <UsersRound size={17} aria-hidden="true" />
              {t('nav.group')}
            </Link>
            <Link
              to="/groups/$groupId/usage"
              params={{ groupId: here.id }}
              activeProps={ACTIVE}
              className={ITEM}
            >
              <ChartNoAxesColumn size={17} aria-hidden="true" />
              {t('nav.usage')}
            </Link>
            <Link
              to="/groups/$groupId/billing"
              params={{ groupId: here.id }}
              activeProps={ACTIVE}
              className={ITEM}
            >
              <ReceiptText size={17} aria-hidden="true" />
              {t('nav.billing')}
            </Link>
          </div>
        ) : null}
      </nav>
      <AccountMenu here={here} />
    </div>
  );
}
