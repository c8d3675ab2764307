import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useStore } from '@/lib/store';
import { ConversationDialogs } from './ConversationDialogs';
import { paletteOpen } from './paletteState';
import { useChatNews } from './useChatNews';

const Palette = lazy(() => import('./palette/Palette').then((module) => ({ default: module.Palette })));

const ShortcutHelp = lazy(() =>
  import('./ShortcutHelp').then((module) => ({ default: module.ShortcutHelp })),
);

/**
 * What of the chat is there on every page: news of answers, and the keys for going anywhere, for a new chat and for help.
 * `groupId` is the group in which a new chat begins, if there is one.
 */
export function ChatPresence({ groupId }: { groupId: string | null }) {
  useChatNews();
  const navigate = useNavigate();
  const [help, setHelp] = useState(false);
  const palette = useStore(paletteOpen);

  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) {
        return;
      }
      // By the key's place too: with Shift, or in other layouts, its character is another one.
      if (event.shiftKey && (event.key.toLowerCase() === 'o' || event.code === 'KeyO') && groupId !== null) {
        event.preventDefault();
        void navigate({ to: '/groups/$groupId/chat', params: { groupId } });
      } else if (!event.shiftKey && (event.key.toLowerCase() === 'k' || event.code === 'KeyK')) {
        event.preventDefault();
        paletteOpen.set(!paletteOpen.get());
      } else if (event.key === '/' || (event.shiftKey && event.code === 'Digit7')) {
        event.preventDefault();
        setHelp(true);
      }
    }
    globalThis.addEventListener('keydown', pressed);
    return () => globalThis.removeEventListener('keydown', pressed);
  }, [groupId, navigate]);

  return (
    <>
      <ConversationDialogs />
      <Suspense>
        {help ? <ShortcutHelp onClose={() => setHelp(false)} /> : null}
        {palette ? (
          <Palette groupId={groupId} onClose={() => paletteOpen.set(false)} onHelp={() => setHelp(true)} />
        ) : null}
      </Suspense>
    </>
  );
}
