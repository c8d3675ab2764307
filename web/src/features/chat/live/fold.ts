import type { TokenUsage } from '@/lib/api/types';
import type { TurnEnd, TurnError, TurnEvent } from './turnEvent';

/** What this tab knows about a turn from its events. */
export type LiveTurn = {
  /** `starting` until the server says that it runs. */
  status: 'starting' | 'running' | TurnEnd;
  questionId: string | null;
  replyId: string | null;
  model: string | null;
  shortened: boolean;
  /** How long the model thought before its answer; null where it did not, or still does. */
  thoughtMs: number | null;
  text: string;
  /** Number of the last event that is in `text`; null before the first. */
  seq: number | null;
  /** An event is missing: `text` is right up to `seq`, and the stream must be asked for again from there. */
  gap: boolean;
  usage: TokenUsage | null;
  costNanousd: number | null;
  error: TurnError | null;
};

export const STARTING: LiveTurn = {
  status: 'starting',
  questionId: null,
  replyId: null,
  model: null,
  shortened: false,
  thoughtMs: null,
  text: '',
  seq: null,
  gap: false,
  usage: null,
  costNanousd: null,
  error: null,
};

export function hasEnded({ status }: LiveTurn): boolean {
  return status !== 'starting' && status !== 'running';
}

/** The first delta of a turn whose stream was followed from its beginning. */
const FIRST_SEQ = 1;

/**
 * What is known after one more event. The only place where events become text, for live and resumed streams alike:
 * a snapshot is the server's truth and replaces; a delta appends if it is the next one, is ignored if it was already
 * seen, and marks a gap if one before it is missing. After the end nothing changes any more.
 */
export function fold(turn: LiveTurn, event: TurnEvent): LiveTurn {
  if (hasEnded(turn)) {
    return turn;
  }
  switch (event.name) {
    case 'turn.started':
      return {
        ...turn,
        status: 'running',
        questionId: event.question_id,
        replyId: event.reply_id,
        model: event.model,
        shortened: event.shortened,
      };
    case 'turn.thought':
      return { ...turn, status: 'running', thoughtMs: event.thought_ms };
    case 'turn.snapshot':
      return { ...turn, status: 'running', text: event.text, seq: event.seq, gap: false };
    case 'text.delta': {
      const next = turn.seq === null ? FIRST_SEQ : turn.seq + 1;
      if (event.seq < next) {
        return turn;
      }
      if (event.seq > next) {
        return turn.gap ? turn : { ...turn, gap: true };
      }
      return { ...turn, status: 'running', text: turn.text + event.text, seq: event.seq, gap: false };
    }
    case 'turn.finished':
      return {
        ...turn,
        status: event.status,
        gap: false,
        usage: event.usage,
        costNanousd: event.cost_nanousd,
        error: event.error,
      };
  }
}
