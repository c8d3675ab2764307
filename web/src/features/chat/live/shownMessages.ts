import type { Message } from '@/lib/api/types';
import type { Store } from '@/lib/store';
import { hasEnded, type LiveTurn } from './fold';
import type { RunningTurn } from './runningTurns';

/** A message as the page draws it. */
export type ShownMessage = Message & {
  /** The text while it is being written. */
  live: Store<string> | null;
  /** Whether the credit left makes the answer shorter than its model could give. Only known of this tab's turns. */
  shortened: boolean;
};

/**
 * The server's messages with this tab's turns laid over them. For a reply that the server still calls running, the
 * live text is newer than whatever was fetched; as soon as the server tells the end, its word counts.
 */
export function shownMessages(
  messages: readonly Message[],
  turns: readonly RunningTurn[],
): readonly ShownMessage[] {
  const shown = messages.map(asShown);
  for (const turn of turns) {
    const at = shown.findIndex(
      ({ role, turn_id, id }) => role === 'assistant' && (turn_id === turn.id || id === turn.live.replyId),
    );
    const reply = shown[at];
    if (reply === undefined) {
      const question = questionOf(turn, shown);
      shown.push(...question.added, replyOf(turn, question.id));
    } else if (reply.status === 'running') {
      shown[at] = { ...reply, ...overlay(turn) };
    }
  }
  return shown;
}

/** The same object for the same message, so that what did not change is not drawn again. */
const plain = new WeakMap<Message, ShownMessage>();

function asShown(message: Message): ShownMessage {
  const known = plain.get(message) ?? { ...message, live: null, shortened: false };
  plain.set(message, known);
  return known;
}

/** Whether the server's list has the end of this turn. */
export function isSettled(messages: readonly Message[], turn: RunningTurn): boolean {
  return messages.some(
    (message) => message.turn_id === turn.id && message.status !== 'running' && message.role === 'assistant',
  );
}

function questionOf(
  turn: RunningTurn,
  shown: readonly ShownMessage[],
): { id: string | null; added: ShownMessage[] } {
  const id = turn.questionId ?? `${turn.id}:question`;
  if (turn.question === null || shown.some((message) => message.id === id)) {
    return { id: turn.questionId, added: [] };
  }
  const { parentId, text, attachments } = turn.question;
  const question = {
    ...blank(turn),
    id,
    parent_id: parentId,
    text,
    attachments: [...attachments],
    turn_id: null,
  };
  return { id, added: [{ ...question, role: 'user' }] };
}

function replyOf(turn: RunningTurn, questionId: string | null): ShownMessage {
  const id = turn.live.replyId ?? `${turn.id}:reply`;
  return { ...blank(turn), id, parent_id: questionId, role: 'assistant', turn_id: turn.id, ...overlay(turn) };
}

function overlay({
  live,
  text,
}: RunningTurn): Pick<ShownMessage, 'status' | 'text' | 'live'> & Partial<ShownMessage> {
  return {
    status: statusOf(live),
    text: live.text,
    live: hasEnded(live) ? null : text,
    shortened: live.shortened,
    thought_ms: live.thoughtMs,
    usage: live.usage,
    cost_nanousd: live.costNanousd,
    error: live.error,
    ...(live.model === null ? {} : { model: live.model }),
  };
}

function statusOf({ status }: LiveTurn): Message['status'] {
  switch (status) {
    case 'starting':
    case 'running':
      return 'running';
    case 'finished':
      return 'complete';
    default:
      return status;
  }
}

function blank(turn: RunningTurn): Omit<ShownMessage, 'id' | 'parent_id' | 'role'> {
  return {
    status: 'complete',
    text: '',
    attachments: [],
    model: null,
    turn_id: turn.id,
    created_at: turn.askedAt,
    usage: null,
    cost_nanousd: null,
    error: null,
    sealed: false,
    reasoning: null,
    thought_ms: null,
    live: null,
    shortened: false,
  };
}
