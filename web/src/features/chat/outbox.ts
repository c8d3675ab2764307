import { api } from '@/lib/api/client';
import { asProblem, type Problem } from '@/lib/api/problem';
import { sessionState } from '@/lib/api/session';
import type { Attachment } from '@/lib/api/types';
import { onLive } from '@/lib/events/live';
import { uuidv7 } from '@/lib/ids';
import { createStore, type Store } from '@/lib/store';
import { restoreFiles, takeFiles } from './attachments/pending';
import { draftOf, restoreDraft, setOut } from './drafts';
import { onTurnEnd, startTurn } from './live/runningTurns';

// What people ask to be sent, until the server has it. What it refuses goes back into the composer, never away.

/** A question to ask, or with no text another answer to the question `parentId`. */
export type Ask = {
  conversationId: string;
  text?: string;
  attachments?: readonly Attachment[];
  parentId: string | null;
  model?: string;
};

/** Why the last message of a conversation was not taken, and what it was. */
export type Refusal = { problem: Problem; ask: Ask };

/** A message that waits for the answer before it. */
export type Queued = { text: string; attachments?: readonly Attachment[]; model?: string };

const refusals = new Map<string, Store<Refusal | null>>();
const queues = new Map<string, Store<Queued | null>>();
/** What each queue's text counts as until it is asked: typed and not sent. */
const waiting = new Map<string, () => void>();
/** The turn id of each conversation's last attempt: the same message sent again is the same turn. */
const attempts = new Map<string, { body: string; id: string }>();

sessionState.subscribe(() => {
  if (sessionState.get().status === 'signed_out') {
    for (const store of [...refusals.values(), ...queues.values()]) {
      store.set(null);
    }
    waiting.clear();
    attempts.clear();
  }
});

onLive((event) => {
  if (event.name === 'turn.started' && attempts.get(event.conversation_id)?.id === event.turn_id) {
    taken(event.conversation_id);
  } else if (event.name === 'hello' || event.name === 'resync') {
    for (const [conversationId, { id }] of attempts) {
      void askWhetherTaken(conversationId, id);
    }
  }
});

onTurnEnd(({ conversationId, live }) => {
  const queued = queuedOf(conversationId).get();
  if (queued === null) {
    return;
  }
  unqueue(conversationId);
  if (live.status === 'finished' && live.replyId !== null) {
    void ask({ conversationId, parentId: live.replyId, ...queued });
  } else {
    // It was written for an answer that did not come: its author decides.
    restoreDraft(conversationId, queued.text);
    restoreFiles(conversationId, queued.attachments ?? []);
  }
});

export function refusalOf(conversationId: string): Store<Refusal | null> {
  return storeIn(refusals, conversationId);
}

export function queuedOf(conversationId: string): Store<Queued | null> {
  return storeIn(queues, conversationId);
}

/** Lets a message wait for the answer before it; what waits already is said before it, in the same message. */
export function queue(conversationId: string, next: Queued & { attachments: readonly Attachment[] }): void {
  const before = queuedOf(conversationId).get();
  unqueue(conversationId);
  const text = before === null ? next.text : `${before.text}\n\n${next.text}`;
  waiting.set(conversationId, setOut(conversationId, text));
  queuedOf(conversationId).set({
    ...next,
    text,
    attachments: [...(before?.attachments ?? []), ...next.attachments],
  });
}

/** Takes out what waits. */
export function unqueue(conversationId: string): void {
  queuedOf(conversationId).set(null);
  waiting.get(conversationId)?.();
  waiting.delete(conversationId);
}

/** Sends it. If it is refused the text is back in the composer, and `refusalOf` says why. */
export async function ask(what: Ask): Promise<void> {
  const { conversationId, text, attachments = [] } = what;
  const refusal = refusalOf(conversationId);
  refusal.set(null);
  const body = JSON.stringify(what);
  const before = attempts.get(conversationId);
  const id = before?.body === body ? before.id : uuidv7();
  attempts.set(conversationId, { body, id });
  const arrived = text === undefined ? undefined : setOut(conversationId, text);
  try {
    await startTurn({ id, ...what });
    attempts.delete(conversationId);
  } catch (error) {
    const problem = asProblem(error);
    // Without an answer the same turn may run already, and is asked for again; a refused one will never be.
    if (problem.status !== 0) {
      attempts.delete(conversationId);
    }
    refusal.set({ problem, ask: what });
    if (text !== undefined) {
      restoreDraft(conversationId, text);
      restoreFiles(conversationId, attachments);
    }
    void askWhetherTaken(conversationId, id);
  } finally {
    arrived?.();
  }
}

/** The server took a question although its answer to that was lost: nothing of it is left to send. */
function taken(conversationId: string): void {
  const refused = refusalOf(conversationId).get();
  if (refused === null) {
    // The answer may still come.
    return;
  }
  attempts.delete(conversationId);
  refusalOf(conversationId).set(null);
  const draft = draftOf(conversationId);
  if (draft.get() === refused.ask.text) {
    draft.set('');
    takeFiles(conversationId);
  }
}

/** Whether a question that got no answer arrived after all. */
async function askWhetherTaken(conversationId: string, id: string): Promise<void> {
  if (refusalOf(conversationId).get() === null || attempts.get(conversationId)?.id !== id) {
    return;
  }
  try {
    const { data } = await api.GET('/api/v1/turns/{id}', { params: { path: { id } } });
    if (data !== undefined && attempts.get(conversationId)?.id === id) {
      taken(conversationId);
    }
  } catch {
    // Still no connection: asked again when there is one.
  }
}

function storeIn<T>(stores: Map<string, Store<T | null>>, key: string): Store<T | null> {
  let store = stores.get(key);
  if (store === undefined) {
    store = createStore<T | null>(null);
    stores.set(key, store);
  }
  return store;
}
