import { describe, expect, it } from 'vitest';
import { createStore } from '@/lib/store';
import { type LiveTurn, STARTING } from './fold';
import type { RunningTurn } from './runningTurns';
import { isSettled, shownMessages } from './shownMessages';
import { message } from './turnServer';

function turn(live: Partial<LiveTurn> = {}, more: Partial<RunningTurn> = {}): RunningTurn {
  return {
    id: 't',
    conversationId: 'c',
    question: { parentId: 'r1', attachments: [], text: 'And now?' },
    questionId: live.questionId ?? null,
    askedAt: '2026-11-23T00:00:00Z',
    stopping: false,
    live: { ...STARTING, ...live },
    text: createStore(live.text ?? ''),
    ...more,
  };
}

const before = [message('q1', null), message('r1', 'q1')];
const brief = (messages: ReturnType<typeof shownMessages>) =>
  messages.map(({ id, parent_id, role, status, text, live }) =>
    [id, parent_id, role, status, text, live ? 'live' : ''].join(' '),
  );
const running = { status: 'running', questionId: 'q2', replyId: 'r2', text: 'Well' } as const;

describe('a turn that the server has not told of', () => {
  it('is shown at the end at once', () => {
    expect(brief(shownMessages(before, [turn()])).slice(2)).toEqual([
      't:question r1 user complete And now? ',
      't:reply t:question assistant running  live',
    ]);
  });

  it('has its real ids as soon as they are known', () => {
    expect(brief(shownMessages(before, [turn(running)])).slice(2)).toEqual([
      'q2 r1 user complete And now? ',
      'r2 q2 assistant running Well live',
    ]);
  });

  it('that answers again stands beside the first answer', () => {
    const again = turn({ ...running, questionId: 'q1' }, { question: null, questionId: 'q1' });
    expect(brief(shownMessages(before, [again])).slice(2)).toEqual(['r2 q1 assistant running Well live']);
  });

  it('stays when it has ended, with what it cost', () => {
    const [, , , reply] = shownMessages(before, [turn({ ...running, status: 'finished', costNanousd: 42 })]);
    expect(reply).toMatchObject({ status: 'complete', text: 'Well', live: null, cost_nanousd: 42 });
  });
});

describe('a refetch', () => {
  const stale = [
    ...before,
    message('q2', 'r1'),
    message('r2', 'q2', { status: 'running', text: 'W', turn_id: 't' }),
  ];

  it('never wipes live text', () => {
    expect(brief(shownMessages(stale, [turn(running)])).slice(2)).toEqual([
      'q2 r1 user complete q2 ',
      'r2 q2 assistant running Well live',
    ]);
  });

  it('from before the end does not undo the end', () => {
    const reply = shownMessages(stale, [turn({ ...running, status: 'finished', text: 'Well.' })]).at(-1);
    expect(reply).toMatchObject({ status: 'complete', text: 'Well.', live: null });
  });

  it('that has the end is the truth', () => {
    const ended = [...stale.slice(0, 3), message('r2', 'q2', { text: 'Well, yes.', turn_id: 't' })];
    expect(shownMessages(ended, [turn({ ...running, status: 'finished', text: 'Well' })]).at(-1)?.text).toBe(
      'Well, yes.',
    );
    expect([isSettled(ended, turn(running)), isSettled(stale, turn(running))]).toEqual([true, false]);
  });

  it('keeps what did not change the same object', () => {
    expect(shownMessages(before, [])[0]).toBe(shownMessages(before, [turn()])[0]);
  });
});
