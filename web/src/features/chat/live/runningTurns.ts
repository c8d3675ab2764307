import { api, openStream, unwrap } from '@/lib/api/client';
import { asProblem } from '@/lib/api/problem';
import { sessionState } from '@/lib/api/session';
import type { Attachment } from '@/lib/api/types';
import { followEvents } from '@/lib/events/follow';
import { createStore, type Store } from '@/lib/store';
import { fold, hasEnded, type LiveTurn, STARTING } from './fold';
import { createFrameStore } from './frameStore';
import { readTurnEvent, type TurnEvent } from './turnEvent';

// The turns that this tab runs or watches. They live outside of React and of its queries: leaving a page does not end
// them, and a refetch cannot wipe what is being written.

/** A turn as the page needs it. Replaced by a new object when anything but its text changes. */
export type RunningTurn = {
  readonly id: string;
  readonly conversationId: string;
  /** What was asked here; null when the question is in the server's list already. */
  readonly question: {
    readonly parentId: string | null;
    readonly text: string;
    readonly attachments: readonly Attachment[];
  } | null;
  /** The question's id, as far as known. */
  readonly questionId: string | null;
  readonly askedAt: string;
  readonly stopping: boolean;
  readonly live: LiveTurn;
  /** The text while it is written, told at most once per frame; once it ended, `live.text` has all of it. */
  readonly text: Store<string>;
};

export type TurnRequest = {
  id: string;
  conversationId: string;
  /** Absent: another answer to the question `parentId`. */
  text?: string;
  attachments?: readonly Attachment[];
  parentId: string | null;
  model?: string;
};

type Followed = {
  turn: RunningTurn;
  /** The newest state. `turn.live` is the one at the last change that the page must know of at once. */
  live: LiveTurn;
  text: ReturnType<typeof createFrameStore<string>>;
  stop: AbortController;
  /** Settles when the server has taken the turn, or refused it. */
  accepted: Promise<unknown>;
};

const NONE: readonly RunningTurn[] = [];
const followed = new Map<string, Followed>();
const byConversation = new Map<string, Store<readonly RunningTurn[]>>();
const endings = new Set<(turn: RunningTurn) => void>();

sessionState.subscribe(() => {
  if (sessionState.get().status === 'signed_out') {
    forgetTurns();
  }
});

/** A conversation's turns of this tab, oldest first: running ones, and ended ones until `settleTurn`. */
export function turnsOf(conversationId: string): Store<readonly RunningTurn[]> {
  let store = byConversation.get(conversationId);
  if (store === undefined) {
    store = createStore(NONE);
    byConversation.set(conversationId, store);
  }
  return store;
}

/** Hears of every turn that ends, or that can no longer be followed, until the returned function is called. */
export function onTurnEnd(listener: (turn: RunningTurn) => void): () => void {
  endings.add(listener);
  return () => endings.delete(listener);
}

/**
 * Asks the server to run a turn and follows it to its end. Resolves when the server has taken it; rejects with the
 * `Problem` when it was refused, and then nothing of the turn stays. With the same id it can be asked again safely.
 */
export async function startTurn(request: TurnRequest): Promise<void> {
  const { id, conversationId, text, attachments = [], parentId, model } = request;
  const entry = add({
    id,
    conversationId,
    question: text === undefined ? null : { parentId, text, attachments },
    questionId: text === undefined ? parentId : null,
    live: STARTING,
  });
  const connection = new AbortController();
  entry.stop.signal.addEventListener('abort', () => connection.abort());
  const opening = openStream(`/api/v1/conversations/${encodeURIComponent(conversationId)}/turns`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': id },
    body: JSON.stringify({
      id,
      parent_id: parentId,
      ...(text === undefined ? {} : { text }),
      ...(attachments.length === 0 ? {} : { attachments: attachments.map((file) => file.id) }),
      ...(model === undefined ? {} : { model }),
    }),
    signal: connection.signal,
  });
  entry.accepted = opening.catch(() => undefined);
  let response: Response;
  try {
    response = await opening;
  } catch (error) {
    remove(id);
    throw error;
  }
  void follow(entry, { response, connection });
}

/** Follows a turn that runs already: after a reload, or one that another device started. */
export function attachTurn(
  turn: Pick<RunningTurn, 'id' | 'conversationId' | 'questionId'> & { replyId: string; text: string },
): void {
  if (followed.has(turn.id)) {
    return;
  }
  const { replyId, text, ...rest } = turn;
  const live: LiveTurn = { ...STARTING, status: 'running', questionId: turn.questionId, replyId, text };
  void follow(add({ ...rest, question: null, live }), null);
}

/** Stops a turn. What was written stays; the end comes with the turn's own events. Throws a `Problem` if refused. */
export async function stopTurn(id: string): Promise<void> {
  const entry = followed.get(id);
  if (entry === undefined || entry.turn.stopping || hasEnded(entry.turn.live)) {
    return;
  }
  replace(entry, { ...entry.turn, stopping: true });
  await entry.accepted;
  try {
    await unwrap(api.POST('/api/v1/turns/{id}/stop', { params: { path: { id } } }));
  } catch (error) {
    replace(entry, { ...entry.turn, stopping: false });
    throw error;
  }
}

/** The server's own list has this turn's end: it is no longer needed here. */
export function settleTurn(id: string): void {
  const entry = followed.get(id);
  if (entry !== undefined && hasEnded(entry.turn.live)) {
    remove(id);
  }
}

/** Stops watching everything; for the end of the session. The turns themselves go on. */
export function forgetTurns(): void {
  for (const id of [...followed.keys()]) {
    remove(id);
  }
}

/** `first` is the connection that the turn was asked on, if it was asked here. */
async function follow(
  entry: Followed,
  first: { response: Response; connection: AbortController } | null,
): Promise<void> {
  const { id } = entry.turn;
  let opened = first;
  try {
    do {
      await followEvents({
        signal: entry.stop.signal,
        // Not the stream's last id but the fold's: what was folded is what need not come again.
        open(_lastEventId, signal) {
          if (opened === null) {
            return reopen(entry, signal);
          }
          const { response, connection } = opened;
          opened = null;
          signal.addEventListener('abort', () => connection.abort());
          return Promise.resolve(response);
        },
        onEvent(event) {
          const known = readTurnEvent(event);
          return known === null || take(entry, known) ? 'continue' : 'done';
        },
      });
    } while (!(entry.stop.signal.aborted || hasEnded(entry.live)));
  } catch (error) {
    // Reported by this, where it is our own.
    asProblem(error);
    // The server will tell no more of this turn, e.g. since its conversation is gone: the list says what there is.
    remove(id);
    tellEnd(entry.turn);
  }
}

function reopen(entry: Followed, signal: AbortSignal): Promise<Response> {
  const { seq } = entry.live;
  const lastEventId = seq === null ? null : String(seq);
  return openStream(`/api/v1/turns/${encodeURIComponent(entry.turn.id)}/events`, { lastEventId, signal });
}

/** Folds one event in; false when this stream has no more to give: the turn ended, or an event was lost. */
function take(entry: Followed, event: TurnEvent): boolean {
  const before = entry.live;
  const live = fold(before, event);
  if (live === before) {
    return !live.gap;
  }
  entry.live = live;
  entry.text.set(live.text);
  if (event.name === 'text.delta') {
    return !live.gap;
  }
  entry.text.flush();
  replace(entry, { ...entry.turn, live, questionId: live.questionId ?? entry.turn.questionId });
  if (hasEnded(live)) {
    tellEnd(entry.turn);
    return false;
  }
  return true;
}

function add(turn: Omit<RunningTurn, 'askedAt' | 'stopping' | 'text'>): Followed {
  remove(turn.id);
  const text = createFrameStore(turn.live.text);
  const entry: Followed = {
    turn: { ...turn, askedAt: new Date().toISOString(), stopping: false, text },
    live: turn.live,
    text,
    stop: new AbortController(),
    accepted: Promise.resolve(),
  };
  followed.set(turn.id, entry);
  const store = turnsOf(turn.conversationId);
  store.set([...store.get(), entry.turn]);
  return entry;
}

function replace(entry: Followed, turn: RunningTurn): void {
  const store = turnsOf(turn.conversationId);
  store.set(store.get().map((other) => (other === entry.turn ? turn : other)));
  entry.turn = turn;
}

function remove(id: string): void {
  const entry = followed.get(id);
  if (entry !== undefined) {
    followed.delete(id);
    entry.stop.abort();
    const store = turnsOf(entry.turn.conversationId);
    store.set(store.get().filter((turn) => turn.id !== id));
  }
}

function tellEnd(turn: RunningTurn): void {
  for (const listener of [...endings]) {
    listener(turn);
  }
}
