import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { keys } from '@/lib/api/keys';
import type { Conversation, Message } from '@/lib/api/types';
import { useStore } from '@/lib/store';
import { hasEnded } from './live/fold';
import { attachTurn, type RunningTurn, settleTurn, turnsOf } from './live/runningTurns';
import { isSettled, type ShownMessage, shownMessages } from './live/shownMessages';
import { cachedConversation, conversationQuery, messagesQuery, newestQuery } from './queries';

const NOTHING: readonly Message[] = [];

export type OpenConversation = {
  conversation: Conversation | null;
  /** Every message that is here, with what is being written laid over what the server has. */
  messages: readonly ShownMessage[];
  running: RunningTurn | null;
  /** Nothing can be shown yet. */
  loading: boolean;
  /** Why it cannot be shown. */
  error: Error | null;
  /** How it stands with the messages before the first that is here. */
  earlier: 'here' | 'coming' | Error;
  refetch(): void;
};

/** A conversation as the page shows it. A reply that runs on the server is followed from here on. */
export function useConversation(id: string): OpenConversation {
  const queries = useQueryClient();
  const { data: conversation = null, error: conversationError } = useQuery({
    ...conversationQuery(id),
    placeholderData: () => cachedConversation(queries, id),
  });
  const { data: all, error } = useQuery(messagesQuery(id));
  const { data: newest } = useQuery(newestQuery(id));
  const turns = useStore(turnsOf(id));
  const fetched = all ?? newest ?? NOTHING;
  const messages = useMemo(() => shownMessages(fetched, turns), [fetched, turns]);

  useEffect(() => {
    for (const { role, status, turn_id, id: replyId, parent_id, text } of fetched) {
      if (role === 'assistant' && status === 'running' && turn_id !== null) {
        attachTurn({ id: turn_id, conversationId: id, questionId: parent_id, replyId, text });
      }
    }
  }, [fetched, id]);

  useEffect(() => {
    for (const turn of turns) {
      if (hasEnded(turn.live) && isSettled(fetched, turn)) {
        settleTurn(turn.id);
      }
    }
  }, [fetched, turns]);

  return {
    conversation,
    messages,
    running: turns.find(({ live }) => !hasEnded(live)) ?? null,
    loading: all === undefined && newest === undefined && turns.length === 0,
    error: messages.length > 0 ? null : (error ?? conversationError),
    earlier: all === undefined ? (error ?? 'coming') : 'here',
    refetch: () => void queries.invalidateQueries({ queryKey: keys.conversation(id) }),
  };
}
