import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { keys } from '@/lib/api/keys';
import { onLive } from '@/lib/events/live';
import { t } from '@/lib/i18n/t';
import { toast } from '@/ui/toasts';
import { onTurnEnd } from './live/runningTurns';
import { cachedConversation, patchConversation } from './queries';
import { titleOf } from './titleOf';

/**
 * Keeps conversations up to date with what happens to their turns, in this tab and on other devices, and says when an
 * answer that nobody watches is complete. Once per tab.
 */
export function useChatNews(): void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { conversationId } = useParams({ strict: false });
  const open = useRef(conversationId);
  useEffect(() => {
    open.current = conversationId;
  });

  useEffect(() => {
    const refetch = (id: string) =>
      void queries.invalidateQueries({ queryKey: keys.messages(id), exact: true });

    const stopLive = onLive((event) => {
      if (event.name === 'turn.started') {
        patchConversation(queries, event.conversation_id, { running_turn_id: event.turn_id });
        refetch(event.conversation_id);
      } else if (event.name === 'turn.ended') {
        const { conversation_id: id, status } = event;
        patchConversation(queries, id, { running_turn_id: null, unread: true });
        refetch(id);
        const conversation = cachedConversation(queries, id);
        if (id !== open.current && conversation !== undefined && status !== 'stopped') {
          const title = titleOf(conversation);
          toast(status === 'finished' ? t('chat.news.done', { title }) : t('chat.news.badly', { title }), {
            label: t('chat.news.open'),
            run: () =>
              void navigate({
                to: '/groups/$groupId/chat/$conversationId',
                params: { groupId: conversation.group_id, conversationId: id },
              }),
          });
        }
      } else if (event.name === 'conversation.deleted') {
        void queries.resetQueries({ queryKey: keys.conversation(event.conversation_id) });
      }
    });

    // The turn's own stream may tell the end before the live news do, or while those are being renewed.
    const stopEnds = onTurnEnd(({ conversationId: id }) => {
      // Whoever looks at it has read it from now on: `useReadMark` tells the server.
      patchConversation(queries, id, { running_turn_id: null, unread: true });
      refetch(id);
    });
    return () => {
      stopLive();
      stopEnds();
    };
  }, [queries, navigate]);
}
