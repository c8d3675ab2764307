import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { noConnection, Problem } from '@/lib/api/problem';
import { followEvents } from './follow';
import type { ServerEvent } from './parse';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function answer(...events: string[]): Response {
  return new Response(events.join(''));
}

function event(id: number, data: string): string {
  return `id: ${id}\nevent: text.delta\ndata: ${data}\n\n`;
}

type Open = Response | Error | ((signal: AbortSignal) => Response | Promise<Response>);

/** Follows with one prepared answer (or failure) per connection. */
function follow(opens: Open[], done: (event: ServerEvent) => boolean = () => false) {
  const seen: string[] = [];
  const resumedFrom: (string | null)[] = [];
  const states: string[] = [];
  const ending = new AbortController();
  const following = followEvents({
    signal: ending.signal,
    async open(lastEventId, attempt) {
      resumedFrom.push(lastEventId);
      const next = opens.shift();
      if (next === undefined) {
        ending.abort();
        return answer();
      }
      if (next instanceof Error) {
        throw next;
      }
      return next instanceof Response ? next : next(attempt);
    },
    onEvent(each) {
      seen.push(each.data);
      return done(each) ? 'done' : 'continue';
    },
    onConnection: (state) => states.push(state),
  });
  return { following, seen, resumedFrom, states, ending };
}

describe('followEvents', () => {
  test('resumes after a lost connection from the last event', async () => {
    const { following, seen, resumedFrom } = follow([
      answer(event(1, 'a'), event(2, 'b')),
      answer(event(3, 'c')),
    ]);
    await vi.runAllTimersAsync();
    await following;
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(resumedFrom).toEqual([null, '2', '3']);
  });

  test('gives up a connection that is not even answered, and tries another', async () => {
    const { following, seen } = follow([
      (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
        }),
      answer(event(1, 'a')),
    ]);
    await vi.runAllTimersAsync();
    await following;
    expect(seen).toEqual(['a']);
  });

  test('ends at the last event and does not connect again', async () => {
    const { following, seen, resumedFrom } = follow(
      [answer(event(1, 'a'), event(2, 'end'), event(3, 'late'))],
      (each) => each.data === 'end',
    );
    await following;
    expect(seen).toEqual(['a', 'end']);
    expect(resumedFrom).toEqual([null]);
  });

  test('keeps trying through failures that pass, and says so from the second', async () => {
    const { following, seen, states } = follow([
      noConnection(),
      new Problem({ code: 'shutting_down', status: 503, title: '', detail: '' }),
      answer(event(1, 'a')),
    ]);
    await vi.runAllTimersAsync();
    await following;
    expect(seen).toEqual(['a']);
    expect(states.filter((state) => state === 'waiting')).toHaveLength(1);
  });

  test('gives up when the server refuses for good', async () => {
    const refusal = new Problem({ code: 'not_found', status: 404, title: '', detail: '' });
    const { following } = follow([refusal]);
    await expect(following).rejects.toBe(refusal);
  });

  test('gives up at a fault of whoever listens, which is not the connection’s', async () => {
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    const wrong = new TypeError('listener.map is not a function');
    const { following, resumedFrom } = follow([answer(event(1, 'a'))], () => {
      throw wrong;
    });
    await expect(following).rejects.toMatchObject({ code: 'fault' });
    expect(resumedFrom).toEqual([null]);
    expect(reported.mock.calls).toEqual([[wrong]]);
  });

  test('renews a connection that has gone silent', async () => {
    // As `fetch` does it: aborting the request breaks its body.
    const silent = (attempt: AbortSignal) =>
      new Response(
        new ReadableStream({
          start(controller) {
            attempt.addEventListener('abort', () => controller.error(attempt.reason));
          },
        }),
      );
    const { following, resumedFrom } = follow([silent]);
    await vi.advanceTimersByTimeAsync(60_000);
    await following;
    expect(resumedFrom).toHaveLength(2);
  });

  test('comes back at once when the network does', async () => {
    const { resumedFrom, ending } = follow([noConnection(), noConnection(), noConnection()]);
    await vi.advanceTimersByTimeAsync(0);
    expect(resumedFrom).toHaveLength(1);
    globalThis.dispatchEvent(new Event('online'));
    await vi.advanceTimersByTimeAsync(0);
    expect(resumedFrom).toHaveLength(2);
    ending.abort();
  });
});
