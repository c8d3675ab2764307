import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { keys } from '@/lib/api/keys';
import { type LiveEvent, onLive } from '@/lib/events/live';
import { t } from '@/lib/i18n/t';
import { toast } from '@/ui/toasts';
import { dropEdits } from './edits';
import { onTurnEnd, type RunningTurn } from './live/runningTurns';
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
  const refetch = (id: string) =>
    void queries.invalidateQueries({ queryKey: keys.messages(id), exact: true });

  /** What is open says it itself; what was stopped was stopped by somebody who knows. */
  function sayEnd(id: string, status: string) {
    const conversation = cachedConversation(queries, id);
    if (id === conversationId || conversation === undefined || status === 'stopped') {
      return;
    }
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

  const hear = useEffectEvent((event: LiveEvent) => {
    if (event.name === 'turn.started') {
      patchConversation(queries, event.conversation_id, { running_turn_id: event.turn_id });
      refetch(event.conversation_id);
    } else if (event.name === 'turn.ended') {
      patchConversation(queries, event.conversation_id, { running_turn_id: null, unread: true });
      refetch(event.conversation_id);
      sayEnd(event.conversation_id, event.status);
    } else if (event.name === 'conversation.deleted') {
      dropEdits(event.conversation_id);
      void queries.resetQueries({ queryKey: keys.conversation(event.conversation_id) });
    }
  });

  const hearEnd = useEffectEvent(({ conversationId: id }: RunningTurn) => {
    // Whoever looks at it has read it from now on: `useReadMark` tells the server.
    patchConversation(queries, id, { running_turn_id: null, unread: true });
    refetch(id);
  });

  useEffect(() => {
    const stopLive = onLive((event) => hear(event));
    // The turn's own stream may tell the end before the live news do, or while those are being renewed.
    const stopEnds = onTurnEnd((turn) => hearEnd(turn));
    return () => {
      stopLive();
      stopEnds();
    };
  }, []);
}
