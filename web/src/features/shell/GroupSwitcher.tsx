import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronsUpDown, Plus } from 'lucide-react';
import { groupsQuery } from '@/lib/api/queries';
import type { GroupSummary } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/ui/Menu';
import { TableMark } from '@/ui/TableMark';

type Props = { here: GroupSummary | null };

/** Where I am: the group's table and name; and the way to my other groups. */
export function GroupSwitcher({ here }: Props) {
  const { data: groups = [] } = useQuery(groupsQuery);
  if (here === null) {
    return (
      <Link to="/" className="flex min-h-11 items-center gap-2.5 rounded-s px-2 font-semibold text-16">
        <TableMark className="size-7" />
        {t('app.name')}
      </Link>
    );
  }
  return (
    <Menu
      align="start"
      className="w-60"
      trigger={
        <button
          type="button"
          aria-label={`${t('nav.switch')}: ${here.name}`}
          className="flex min-h-11 w-full items-center gap-2.5 rounded-s px-2 text-start transition-colors hover:bg-ink/6"
        >
          <TableMark seats={here.seats} className="size-7 shrink-0" />
          <span dir="auto" className="min-w-0 flex-1 truncate font-semibold text-16">
            {here.name}
          </span>
          <ChevronsUpDown size={16} className="shrink-0 text-ink-faint" aria-hidden="true" />
        </button>
      }
    >
      <MenuLabel>{t('nav.yourGroups')}</MenuLabel>
      {groups.map((group) => (
        <MenuItem key={group.id} asChild>
          <Link
            to={group.status === 'active' ? '/groups/$groupId/chat' : '/groups/$groupId'}
            params={{ groupId: group.id }}
          >
            <TableMark seats={group.seats} className="size-5 shrink-0" />
            <span dir="auto" className="min-w-0 flex-1 truncate">
              {group.name}
            </span>
            {group.status === 'forming' ? (
              <span className="text-12 text-ink-faint">{t('nav.forming')}</span>
            ) : null}
          </Link>
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem asChild>
        <Link to="/groups/new">
          <Plus size={18} aria-hidden="true" />
          {t('nav.newGroup')}
        </Link>
      </MenuItem>
    </Menu>
  );
}
