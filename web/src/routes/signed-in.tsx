import { Outlet } from '@tanstack/react-router';
import { ClaimsNotice } from '@/features/billing/ClaimsNotice';
import { ChatPresence } from '@/features/chat/ChatPresence';
import { ConversationList } from '@/features/chat/ConversationList';
import { Bell } from '@/features/notices/Bell';
import { Shell } from '@/features/shell/Shell';
import { useHere } from '@/features/shell/useHere';
import { useLiveNews } from '@/features/shell/useLiveNews';
import { useKeptPush } from '@/lib/push/useKeptPush';
import { PerPerson } from './PerPerson';

/** Around every page for members. */
export function SignedInRoute() {
  return (
    <PerPerson>
      <Pages />
    </PerPerson>
  );
}

/** The chat puts its conversations into the sidebar here. */
function Pages() {
  useLiveNews();
  useKeptPush();
  const here = useHere();
  return (
    <Shell
      bell={<Bell />}
      conversations={(groupId) => <ConversationList groupId={groupId} />}
      notices={<ClaimsNotice />}
    >
      <Outlet />
      <ChatPresence groupId={here?.id ?? null} />
    </Shell>
  );
}
