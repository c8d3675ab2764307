import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useChatNews } from './useChatNews';

const ShortcutHelp = lazy(() =>
  import('./ShortcutHelp').then((module) => ({ default: module.ShortcutHelp })),
);

/**
 * What of the chat is there on every page: news of answers, and the keys for a new chat and for help. `groupId` is the
 * group in which a new chat begins, if there is one.
 */
export function ChatPresence({ groupId }: { groupId: string | null }) {
  useChatNews();
  const navigate = useNavigate();
  const [help, setHelp] = useState(false);

  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) {
        return;
      }
      // By the key's place too: with Shift, or in other layouts, its character is another one.
      if (event.shiftKey && (event.key.toLowerCase() === 'o' || event.code === 'KeyO') && groupId !== null) {
        event.preventDefault();
        void navigate({ to: '/groups/$groupId/chat', params: { groupId } });
      } else if (event.key === '/' || (event.shiftKey && event.code === 'Digit7')) {
        event.preventDefault();
        setHelp(true);
      }
    }
    globalThis.addEventListener('keydown', pressed);
    return () => globalThis.removeEventListener('keydown', pressed);
  }, [groupId, navigate]);

  return help ? (
    <Suspense>
      <ShortcutHelp onClose={() => setHelp(false)} />
    </Suspense>
  ) : null;
}
