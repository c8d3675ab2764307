import { expect, it } from 'vitest';
import { fold, type LiveTurn, STARTING } from './fold';
import type { TurnEvent } from './turnEvent';

const started: TurnEvent = {
  name: 'turn.started',
  turn_id: 't',
  conversation_id: 'c',
  question_id: 'q',
  reply_id: 'r',
  model: 'demo',
  max_output_tokens: 100,
  shortened: false,
  held_nanousd: 5,
};
const snapshot = (seq: number, text: string): TurnEvent => ({ name: 'turn.snapshot', seq, text });
const delta = (seq: number, text: string): TurnEvent => ({ name: 'text.delta', seq, text });
const finished = (status: 'finished' | 'stopped' | 'interrupted' | 'failed' = 'finished'): TurnEvent => ({
  name: 'turn.finished',
  turn_id: 't',
  status,
  usage: {
    input_tokens: 3,
    cached_input_tokens: 0,
    cache_write_tokens: 0,
    output_tokens: 2,
    estimated: false,
  },
  cost_nanousd: 42,
  error: null,
});

const after = (...events: TurnEvent[]): LiveTurn => events.reduce(fold, STARTING);

it.each<[what: string, events: TurnEvent[], text: string, seq: number | null, gap: boolean]>([
  ['nothing came yet', [started], '', null, false],
  ['deltas append', [started, delta(1, 'Hel'), delta(2, 'lo')], 'Hello', 2, false],
  [
    'a delta seen twice counts once',
    [started, delta(1, 'Hel'), delta(1, 'Hel'), delta(2, 'lo')],
    'Hello',
    2,
    false,
  ],
  ['an old delta is ignored', [started, snapshot(7, 'Hello'), delta(6, 'o')], 'Hello', 7, false],
  ['a snapshot replaces', [started, delta(1, 'Hel'), snapshot(5, 'Hello you')], 'Hello you', 5, false],
  ['deltas go on after a snapshot', [started, snapshot(5, 'Hello'), delta(6, '!')], 'Hello!', 6, false],
  [
    'a shorter snapshot is the truth too',
    [started, snapshot(9, 'Hello you'), snapshot(5, 'Hello')],
    'Hello',
    5,
    false,
  ],
  ['a missing delta is a gap', [started, delta(1, 'Hel'), delta(3, '!')], 'Hel', 1, true],
  ['nothing is added after a gap', [started, delta(1, 'Hel'), delta(3, '!'), delta(4, '?')], 'Hel', 1, true],
  [
    'a gap closes with what was missing',
    [started, delta(1, 'a'), delta(3, 'c'), delta(2, 'b')],
    'ab',
    2,
    false,
  ],
  [
    'a gap closes with a snapshot',
    [started, delta(1, 'a'), delta(3, 'c'), snapshot(3, 'abc')],
    'abc',
    3,
    false,
  ],
  ['joining late without a snapshot is a gap', [started, delta(4, 'lo')], '', null, true],
  [
    'resuming tells nothing twice',
    [started, delta(1, 'a'), started, delta(1, 'a'), delta(2, 'b')],
    'ab',
    2,
    false,
  ],
  ['an empty delta still counts', [started, delta(1, ''), delta(2, 'a')], 'a', 2, false],
])('%s', (_what, events, text, seq, gap) => {
  expect(after(...events)).toMatchObject({ status: 'running', text, seq, gap });
});

it.each(['finished', 'stopped', 'interrupted', 'failed'] as const)(
  'ends as %s, and then for good',
  (status) => {
    const end = after(started, delta(1, 'Hello'), finished(status));
    expect(end).toMatchObject({ status, text: 'Hello', costNanousd: 42, usage: { output_tokens: 2 } });
    for (const late of [delta(2, '!'), snapshot(9, 'other'), started, finished('failed')]) {
      expect(fold(end, late)).toBe(end);
    }
  },
);

it('learns who is who from the start', () => {
  expect(after(started)).toMatchObject({ questionId: 'q', replyId: 'r', model: 'demo', status: 'running' });
});

it('does not change what it was given', () => {
  const before = after(started, delta(1, 'a'));
  const copy = structuredClone(before);
  fold(before, delta(2, 'b'));
  expect(before).toEqual(copy);
});
