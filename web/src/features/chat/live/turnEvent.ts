import type { Message, TokenUsage, Turn } from '@/lib/api/types';
import type { ServerEvent } from '@/lib/events/parse';

/** How a turn ended. */
export type TurnEnd = Exclude<Turn['status'], 'running'>;
/** Why it ended badly, as the server tells it. */
export type TurnError = NonNullable<Message['error']>;

/** Everything that is said about a running turn: the same union for a live stream and a resumed one. */
export type TurnEvent =
  | {
      name: 'turn.started';
      turn_id: string;
      conversation_id: string;
      question_id: string;
      reply_id: string;
      model: string;
      max_output_tokens: number;
      /** Whether the answer may be shorter than the model allows, because the credit left is. */
      shortened: boolean;
      held_nanousd: number;
    }
  | { name: 'turn.thought'; thought_ms: number }
  | { name: 'turn.snapshot'; seq: number; text: string }
  | { name: 'text.delta'; seq: number; text: string }
  | {
      name: 'turn.finished';
      turn_id: string;
      status: TurnEnd;
      usage: TokenUsage | null;
      cost_nanousd: number | null;
      error: TurnError | null;
    };

const NAMES: ReadonlySet<string> = new Set<TurnEvent['name']>([
  'turn.started',
  'turn.thought',
  'turn.snapshot',
  'text.delta',
  'turn.finished',
]);

/** The turn event in a server-sent one; null for names that this version of the app does not know. */
export function readTurnEvent(event: ServerEvent): TurnEvent | null {
  return NAMES.has(event.name) ? ({ ...JSON.parse(event.data), name: event.name } as TurnEvent) : null;
}
