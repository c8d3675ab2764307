import { Link } from '@tanstack/react-router';
import { ChevronUp, CircleCheckBig, FlaskConical, LogOut, Settings } from 'lucide-react';
import { asProblem } from '@/lib/api/problem';
import { currentUser, useSession } from '@/lib/api/session';
import type { GroupSummary } from '@/lib/api/types';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { useSignOut } from '@/lib/useSignOut';
import { Avatar } from '@/ui/Avatar';
import { Menu, MenuItem, MenuSeparator } from '@/ui/Menu';
import { toast } from '@/ui/toasts';
import { CreditButton } from './CreditButton';

type Props = { here: GroupSummary | null };

/** Who I am, my credit, and what belongs to me and not to a group. */
export function AccountMenu({ here }: Props) {
  useSession();
  const signOut = useSignOut();
  const user = currentUser();
  if (user === null) {
    return null;
  }
  const seat = here?.members.find((member) => member.user_id === user.id)?.seat ?? 1;

  async function leave() {
    try {
      await signOut();
    } catch (error) {
      toast(problemText(asProblem(error)));
    }
  }

  return (
    <div className="flex items-center gap-1">
      <Menu
        align="start"
        side="top"
        className="w-60"
        trigger={
          <button
            type="button"
            className="flex min-h-11 min-w-0 flex-1 items-center gap-2.5 rounded-s px-2 text-start transition-colors hover:bg-ink/6"
          >
            <Avatar name={user.name} seat={seat} size={24} />
            <span className="sr-only">{t('nav.account', { name: user.name })}</span>
            <span dir="auto" className="min-w-0 flex-1 truncate font-medium text-14" aria-hidden="true">
              {user.name}
            </span>
            <ChevronUp size={16} className="shrink-0 text-ink-faint" aria-hidden="true" />
          </button>
        }
      >
        <p className="truncate px-3 pt-2 pb-1 text-12 text-ink-faint">{user.email}</p>
        <MenuItem asChild>
          <Link to="/settings">
            <Settings size={17} aria-hidden="true" />
            {t('nav.settings')}
          </Link>
        </MenuItem>
        {user.operator ? (
          <MenuItem asChild>
            <Link to="/payments">
              <CircleCheckBig size={17} aria-hidden="true" />
              {t('nav.payments')}
            </Link>
          </MenuItem>
        ) : null}
        {user.operator ? (
          <MenuItem asChild>
            <Link to="/operator">
              <FlaskConical size={17} aria-hidden="true" />
              {t('nav.operator')}
            </Link>
          </MenuItem>
        ) : null}
        <MenuSeparator />
        <MenuItem icon={<LogOut size={17} aria-hidden="true" />} onSelect={leave}>
          {t('nav.signOut')}
        </MenuItem>
      </Menu>
      {here ? <CreditButton groupId={here.id} side="top" /> : null}
    </div>
  );
}
