import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { adoptSession, forget } from '@/lib/api/session';
import { session } from '@/test/samples';
import { draftOf, unsentOf } from './drafts';
import { forgetTurns, turnsOf } from './live/runningTurns';
import { delta, finished, started, turnServer } from './live/turnServer';
import { ask, queue, queuedOf, refusalOf, unqueue } from './outbox';

beforeEach(() => {
  adoptSession(session());
  draftOf('c').set('');
  refusalOf('c').set(null);
  unqueue('c');
});
afterEach(() => {
  forgetTurns();
});

const hello = { conversationId: 'c', text: 'Hello?', parentId: null };

describe('what is refused', () => {
  it('is back in the composer, with the reason', async () => {
    const server = turnServer();
    server.refuse(402, 'credit_exhausted');
    await ask(hello);
    expect(draftOf('c').get()).toBe('Hello?');
    expect(refusalOf('c').get()).toMatchObject({ problem: { code: 'credit_exhausted' }, ask: hello });
  });

  it('does not overwrite what was typed since', async () => {
    const server = turnServer();
    server.refuse(503, 'shutting_down');
    const asking = ask(hello);
    draftOf('c').set('And another thing');
    await asking;
    expect(draftOf('c').get()).toBe('Hello?\n\nAnd another thing');
  });

  it('is asked as the same turn again when no answer came', async () => {
    const ids: unknown[] = [];
    vi.stubGlobal('fetch', async (request: Request) => {
      ids.push((await request.clone().json()).id);
      throw new TypeError('network');
    });
    await ask(hello);
    await ask(hello);
    await ask({ ...hello, text: 'Hello!' });
    expect(ids[0]).toEqual(expect.any(String));
    expect([ids[1] === ids[0], ids[2] === ids[0]]).toEqual([true, false]);
  });

  it('leaves the composer when it turns out to have arrived', async () => {
    vi.stubGlobal('fetch', async (request: Request) => {
      if (request.method === 'POST') {
        throw new TypeError('network');
      }
      return Response.json({ id: 'anything' });
    });
    await ask(hello);
    expect(unsentOf('c')).toBe('Hello?');
    await vi.waitUntil(() => unsentOf('c') === '');
    expect(refusalOf('c').get()).toBeNull();
  });

  it('is asked as another turn once it was refused', async () => {
    const server = turnServer();
    server.refuse(409, 'conversation_busy');
    await ask(hello);
    await ask(hello);
    const [refused, taken] = server.asked;
    expect([refused?.text, taken?.text]).toEqual(['Hello?', 'Hello?']);
    expect(taken?.id).not.toBe(refused?.id);
    expect(refusalOf('c').get()).toBeNull();
  });
});

describe('what waits for the answer before it', () => {
  async function running() {
    const server = turnServer();
    await ask(hello);
    const line = await server.line(0);
    const { id = '' } = turnsOf('c').get()[0] ?? {};
    line.send(started(id), delta(1, 'Good day'));
    queue('c', { text: 'And you?', attachments: [], model: 'demo' });
    return { server, line, id };
  }

  it('is sent after it', async () => {
    const { server, line, id } = await running();
    line.send(finished(id));
    const next = await server.line(1);
    expect(next.body).toMatchObject({ text: 'And you?', parent_id: 'r', model: 'demo' });
    expect(queuedOf('c').get()).toBeNull();
  });

  it('counts as typed until then, so that a reload does not lose it', async () => {
    const { server, line, id } = await running();
    queue('c', { text: 'Both of you?', attachments: [] });
    draftOf('c').set('Hm');
    expect(unsentOf('c')).toBe('And you?\n\nBoth of you?\n\nHm');
    line.send(finished(id));
    const next = await server.line(1);
    next.send(started('later'));
    await vi.waitUntil(() => unsentOf('c') === 'Hm');
  });

  it('is back in the composer if there was no whole answer', async () => {
    const { line, id } = await running();
    line.send(finished(id, 'stopped'));
    await vi.waitUntil(() => draftOf('c').get() !== '');
    expect([draftOf('c').get(), queuedOf('c').get()]).toEqual(['And you?', null]);
  });
});

it('nothing of anybody stays after signing out', () => {
  draftOf('c').set('Secret');
  queue('c', { text: 'Secret', attachments: [] });
  forget();
  expect([draftOf('c').get(), queuedOf('c').get(), unsentOf('c')]).toEqual(['', null, '']);
});
