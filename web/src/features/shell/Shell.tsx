import { useRouter } from '@tanstack/react-router';
import { Menu as MenuIcon } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { t } from '@/lib/i18n/t';
import { Drawer } from '@/ui/Drawer';
import { IconButton } from '@/ui/IconButton';
import { ConfirmAddress } from './ConfirmAddress';
import { ConnectionNote } from './ConnectionNote';
import { SecurityNotices } from './SecurityNotices';
import { Sidebar } from './Sidebar';
import { TopBar } from './TopBar';
import { useHere } from './useHere';

type Props = {
  /** The way to what this person is told. */
  bell: ReactNode;
  /** The group's conversations, drawn by the chat; null while there is no group. */
  conversations(groupId: string): ReactNode;
  /** What waits for this person, above the group's pages; nothing as a rule. */
  notices?: ReactNode;
  children: ReactNode;
};

/**
 * The frame of every page for members: the sidebar, on phones behind a button in a bar on top. Pages scroll with the
 * window; `--bar` is the height that the bar takes from it.
 */
export function Shell({ bell, conversations, notices, children }: Props) {
  const [open, setOpen] = useState(false);
  const here = useHere();
  const router = useRouter();
  // Wherever one goes, by a link in it or by the search, the drawer is left behind.
  useEffect(() => router.subscribe('onBeforeLoad', () => setOpen(false)), [router]);
  const sidebar = (
    <Sidebar here={here} bell={bell} conversations={here ? conversations(here.id) : null} notices={notices} />
  );
  return (
    <div className="[--bar:3.25rem] lg:ps-66 lg:[--bar:0px] print:ps-0">
      <a
        href="#content"
        className="sr-only z-50 rounded-s bg-ink px-3 py-2 text-14 text-paper focus:not-sr-only focus:fixed focus:top-2 focus:inset-s-2"
      >
        {t('nav.skip')}
      </a>
      <header className="fixed inset-y-0 inset-s-0 hidden w-66 border-line border-e bg-sunk lg:block print:hidden">
        {sidebar}
      </header>
      <TopBar
        here={here}
        bell={bell}
        menu={
          <IconButton
            label={t('nav.open')}
            icon={<MenuIcon size={20} />}
            aria-expanded={open}
            onClick={() => setOpen(true)}
          />
        }
      />
      <Drawer open={open} onOpenChange={setOpen} title={t('nav.label')}>
        {sidebar}
      </Drawer>
      <ConnectionNote />
      <ConfirmAddress />
      <SecurityNotices />
      <div id="content" tabIndex={-1} className="min-h-[calc(100dvh-var(--bar))] outline-none">
        {children}
      </div>
    </div>
  );
}
