import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { session } from '@/test/samples';
import { attachTurn, forgetTurns, onTurnEnd, settleTurn, startTurn, stopTurn, turnsOf } from './runningTurns';
import { delta, finished, started, turnServer } from './turnServer';

beforeEach(() => {
  adoptSession(session());
});
afterEach(() => {
  forgetTurns();
});

const turns = () => turnsOf('c').get();
const text = () => turns()[0]?.text.get();
const ask = () => startTurn({ id: 't', conversationId: 'c', text: 'Hello?', parentId: null, model: 'demo' });

describe('a turn that is asked here', () => {
  it('is shown before the server has answered', async () => {
    const server = turnServer();
    const asking = ask();
    expect(turns()).toMatchObject([
      { id: 't', question: { text: 'Hello?', parentId: null }, live: { status: 'starting', text: '' } },
    ]);
    await server.line(0);
    await asking;
  });

  it('carries its id as the idempotency key, and its text as it grows', async () => {
    const server = turnServer();
    await ask();
    const line = await server.line(0);
    expect(line).toMatchObject({
      path: '/api/v1/conversations/c/turns',
      body: { id: 't', text: 'Hello?', parent_id: null, model: 'demo' },
    });
    line.send(started('t'), delta(1, 'Good '), delta(2, 'day'));
    await vi.waitUntil(() => text() === 'Good day');
    expect(turns()[0]).toMatchObject({ questionId: 'q', live: { status: 'running', replyId: 'r' } });
    line.send(finished('t'));
    await vi.waitUntil(() => turns()[0]?.live.status === 'finished');
    expect(turns()[0]?.live).toMatchObject({ text: 'Good day', costNanousd: 42 });
    expect(server.lines).toHaveLength(1);
  });

  it('goes on after a lost connection from what was folded', async () => {
    const server = turnServer();
    await ask();
    const line = await server.line(0);
    line.send(started('t'), delta(1, 'a'), delta(2, 'b'));
    await vi.waitUntil(() => text() === 'ab');
    line.cut();
    const again = await server.line(1);
    expect(again).toMatchObject({ path: '/api/v1/turns/t/events', lastEventId: '2', body: null });
    again.send(delta(2, 'b'), delta(3, 'c'), finished('t'));
    await vi.waitUntil(() => turns()[0]?.live.status === 'finished');
    expect(turns()[0]?.live.text).toBe('abc');
  });

  it('asks again for what is missing', async () => {
    const server = turnServer();
    await ask();
    (await server.line(0)).send(started('t'), delta(1, 'a'), delta(3, 'c'));
    const again = await server.line(1);
    expect(again.lastEventId).toBe('1');
    again.send({ name: 'turn.snapshot', seq: 3, text: 'abc' }, finished('t'));
    await vi.waitUntil(() => turns()[0]?.live.status === 'finished');
    expect(turns()[0]?.live.text).toBe('abc');
  });

  it('leaves nothing behind when it is refused', async () => {
    const server = turnServer();
    server.refuse(402, 'credit_exhausted', { own_left_nanousd: 7 });
    await expect(ask()).rejects.toMatchObject({ code: 'credit_exhausted', extra: { own_left_nanousd: 7 } });
    expect(turns()).toEqual([]);
  });

  it('is told as ended once, and stays until the server has it too', async () => {
    const server = turnServer();
    const ended = vi.fn();
    const stop = onTurnEnd(ended);
    await ask();
    (await server.line(0)).send(started('t'), finished('t'));
    await vi.waitUntil(() => ended.mock.calls.length > 0);
    expect(ended).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: 't' }));
    expect(turns()).toHaveLength(1);
    settleTurn('t');
    expect(turns()).toEqual([]);
    stop();
  });

  it('cannot be settled while it runs', async () => {
    turnServer();
    await ask();
    settleTurn('t');
    expect(turns()).toHaveLength(1);
  });
});

describe('a turn that runs already', () => {
  const attach = () =>
    attachTurn({ id: 't', conversationId: 'c', questionId: 'q', replyId: 'r', text: 'So far' });

  it('is followed from a snapshot, with what is known until then', async () => {
    const server = turnServer();
    attach();
    expect(turns()[0]).toMatchObject({ question: null, live: { status: 'running', text: 'So far' } });
    const line = await server.line(0);
    expect(line).toMatchObject({ path: '/api/v1/turns/t/events', lastEventId: null });
    line.send({ name: 'turn.snapshot', seq: 9, text: 'So far, so good' }, delta(10, '.'));
    await vi.waitUntil(() => text() === 'So far, so good.');
  });

  it('is followed once, however often the page asks', async () => {
    const server = turnServer();
    attach();
    attach();
    await server.line(0);
    expect([turns().length, server.lines.length]).toEqual([1, 1]);
  });

  it('is given up when the server knows nothing of it', async () => {
    const server = turnServer();
    const ended = vi.fn();
    const stop = onTurnEnd(ended);
    server.refuse(404, 'not_found');
    attach();
    await vi.waitUntil(() => turns().length === 0);
    expect(ended).toHaveBeenCalledOnce();
    stop();
  });
});

describe('stopping', () => {
  it('asks once, waits for the turn to be taken, and keeps the text that came', async () => {
    const server = turnServer();
    const asking = ask();
    const stopping = stopTurn('t');
    expect(turns()[0]?.stopping).toBe(true);
    await Promise.all([asking, stopping, stopTurn('t')]);
    expect(server.stopped).toEqual(['/api/v1/turns/t/stop']);
    (await server.line(0)).send(started('t'), delta(1, 'Half a'), finished('t', 'stopped'));
    await vi.waitUntil(() => turns()[0]?.live.status === 'stopped');
    expect(turns()[0]?.live.text).toBe('Half a');
  });
});
