import type { QueryClient } from '@tanstack/react-query';
import { askAgain, askAgainOnceHere } from '@/lib/api/askAgain';
import { api, openStream, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { asProblem } from '@/lib/api/problem';
import { adoptUser, sessionEnded } from '@/lib/api/session';
import { createStore, type Store, useStore } from '@/lib/store';
import { type ConnectionState, followEvents } from './follow';

/** What `GET /api/v1/events` tells about everything of this member. */
export type LiveEvent =
  | { name: 'hello' }
  | { name: 'resync' }
  | { name: 'group.changed'; group_id: string }
  | { name: 'credit.changed'; group_id: string }
  | { name: 'conversation.changed'; conversation_id: string }
  | { name: 'conversation.deleted'; conversation_id: string }
  | { name: 'folders.changed' }
  | { name: 'turn.started'; turn_id: string; conversation_id: string; reply_id: string }
  | { name: 'turn.ended'; turn_id: string; conversation_id: string; status: string }
  | { name: 'draft.changed'; place_id: string }
  | { name: 'notices.changed' }
  | { name: 'account.changed' }
  | { name: 'rotation.progressed'; done_rows: number; total_rows: number }
  | { name: 'session.ended' };

const listeners = new Set<(event: LiveEvent) => void>();
const connection: Store<ConnectionState> = createStore<ConnectionState>('connecting');

/** Whether live news is coming in; 'waiting' means that the connection was lost and is being renewed. */
export function useLiveConnection(): ConnectionState {
  return useStore(connection);
}

/** Hears every live event until the returned function is called. */
export function onLive(listener: (event: LiveEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Follows the member's live events, refreshing what they name, until `signal` aborts. One per tab. */
export function followLive(queries: QueryClient, signal: AbortSignal): Promise<void> {
  return followEvents({
    signal,
    open: (lastEventId, attempt) => openStream('/api/v1/events', { lastEventId, signal: attempt }),
    onConnection(state) {
      connection.set(state);
    },
    onEvent(event) {
      const live = { name: event.name, ...(JSON.parse(event.data) as object) } as LiveEvent;
      for (const listener of [(news: LiveEvent) => refreshWhatChanged(queries, news), ...listeners]) {
        try {
          listener(live);
        } catch (error) {
          // Reported by this; who else listens hears it all the same, and what comes after it.
          asProblem(error);
        }
      }
      return 'continue';
    },
  });
}

function refreshWhatChanged(queries: QueryClient, event: LiveEvent): void {
  switch (event.name) {
    case 'group.changed':
    case 'credit.changed':
      askAgain(queries, { queryKey: keys.groups });
      // The group's own key is the beginning of its invitations', invoices' and usage's.
      askAgain(queries, { queryKey: keys.group(event.group_id) });
      if (event.name === 'group.changed') {
        askAgain(queries, { queryKey: keys.payments });
      }
      break;
    case 'conversation.changed':
      askAgain(queries, { queryKey: keys.allConversations });
      askAgain(queries, { queryKey: keys.conversation(event.conversation_id), exact: true });
      break;
    case 'folders.changed':
      askAgain(queries, { queryKey: keys.folders });
      // What was in a folder that is gone is listed elsewhere.
      askAgain(queries, { queryKey: keys.allConversations });
      break;
    case 'conversation.deleted':
      askAgain(queries, { queryKey: keys.allConversations });
      break;
    case 'notices.changed':
      askAgain(queries, { queryKey: keys.notices });
      break;
    case 'account.changed':
      askAgain(queries, { queryKey: keys.account });
      void renewUser();
      break;
    case 'session.ended':
      sessionEnded().catch(() => undefined);
      break;
    case 'rotation.progressed':
      askAgain(queries, { queryKey: keys.contentKey });
      break;
    case 'hello':
    case 'resync':
      // News may have been missed: before the line was there, while it was down, or where the server lost its own. What the page
      // has is asked for again, and what it waits for.
      askAgain(queries, {
        predicate: ({ state }) => state.data !== undefined || state.fetchStatus === 'fetching',
      });
      break;
    case 'turn.started':
    case 'turn.ended':
      // Lists that are here are told of it by the chat.
      askAgainOnceHere(queries, { queryKey: keys.allConversations });
      askAgainOnceHere(queries, { queryKey: keys.conversation(event.conversation_id), exact: true });
      break;
    case 'draft.changed':
      break;
  }
}

/** Another device changed the account. */
async function renewUser(): Promise<void> {
  try {
    adoptUser(await unwrap(api.GET('/api/v1/me')));
  } catch {
    // The next refresh of the session brings it.
  }
}
