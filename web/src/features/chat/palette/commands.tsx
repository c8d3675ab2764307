import { useNavigate } from '@tanstack/react-router';
import {
  Archive,
  ChartNoAxesColumn,
  Keyboard,
  type LucideIcon,
  Moon,
  ReceiptText,
  Settings,
  SquarePen,
  Sun,
  SunMoon,
  UsersRound,
} from 'lucide-react';
import { t } from '@/lib/i18n/t';
import { chooseTheme } from '@/lib/theme';

/** Something to do or somewhere to go, by its name. */
export type Command = { id: string; name: string; icon: LucideIcon; run(): void };

/** Everything that can be done from anywhere; `groupId` is the group that one is in. */
export function useCommands(groupId: string | null, onHelp: () => void): readonly Command[] {
  const navigate = useNavigate();
  const here: Command[] = [];
  if (groupId !== null) {
    const params = { groupId };
    here.push(
      {
        id: 'new',
        name: t('chat.new'),
        icon: SquarePen,
        run: () => void navigate({ to: '/groups/$groupId/chat', params }),
      },
      {
        id: 'group',
        name: t('nav.group'),
        icon: UsersRound,
        run: () => void navigate({ to: '/groups/$groupId', params }),
      },
      {
        id: 'usage',
        name: t('nav.usage'),
        icon: ChartNoAxesColumn,
        run: () => void navigate({ to: '/groups/$groupId/usage', params }),
      },
      {
        id: 'billing',
        name: t('nav.billing'),
        icon: ReceiptText,
        run: () => void navigate({ to: '/groups/$groupId/billing', params }),
      },
    );
  }
  return [
    ...here,
    {
      id: 'settings',
      name: t('nav.settings'),
      icon: Settings,
      run: () => void navigate({ to: '/settings' }),
    },
    {
      id: 'archive',
      name: t('chat.archive.title'),
      icon: Archive,
      run: () => void navigate({ to: '/settings/$section', params: { section: 'archive' } }),
    },
    { id: 'light', name: t('chat.palette.light'), icon: Sun, run: () => chooseTheme('light') },
    { id: 'dark', name: t('chat.palette.dark'), icon: Moon, run: () => chooseTheme('dark') },
    { id: 'system', name: t('chat.palette.system'), icon: SunMoon, run: () => chooseTheme('system') },
    { id: 'help', name: t('chat.help.title'), icon: Keyboard, run: onHelp },
  ];
}

/** The commands whose names have every word that was typed. */
export function matching(commands: readonly Command[], typed: string): readonly Command[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ name }) => {
    const lower = name.toLocaleLowerCase();
    return words.every((word) => lower.includes(word));
  });
}
