import { asProblem } from '@/lib/api/problem';
import { parseEvents, type ServerEvent } from './parse';

export type ConnectionState = 'connecting' | 'open' | 'waiting';

export type FollowOptions = {
  /** Opens the stream, again after each loss, with the last event's id to resume from. Throws a `Problem` if refused. */
  open(lastEventId: string | null, signal: AbortSignal): Promise<Response>;
  /** Takes one event. Answering 'done' ends it all: nothing more is read, and the connection is not renewed. */
  onEvent(event: ServerEvent): 'continue' | 'done';
  /** Told whenever the connection changes, e.g. to show that it is being renewed. */
  onConnection?(state: ConnectionState): void;
  /** Ends the following; the returned promise then resolves. */
  signal: AbortSignal;
};

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** The server answers at once and sends a comment every 15 s: silence of three of them means that the connection is dead. */
const SILENCE_MS = 45_000;

/**
 * Follows an event stream through lost connections until `onEvent` says 'done' or `signal` aborts. Resumes by
 * Last-Event-ID, waits longer after each failure, and comes back at once when the network does.
 * Rejects with the `Problem` when the server refuses for good (any 4xx but 429), and where `onEvent` itself is at fault.
 */
export async function followEvents(options: FollowOptions): Promise<void> {
  const { signal } = options;
  let lastEventId: string | null = null;
  let failures = 0;
  while (!signal.aborted) {
    options.onConnection?.('connecting');
    const attempt = new AbortController();
    const stop = () => attempt.abort();
    signal.addEventListener('abort', stop, { once: true });
    let silence: ReturnType<typeof setTimeout> | undefined;
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(stop, SILENCE_MS);
    };
    alive();
    try {
      const response = await options.open(lastEventId, attempt.signal);
      options.onConnection?.('open');
      alive();
      if (response.body !== null) {
        for await (const event of parseEvents(response.body, alive)) {
          failures = 0;
          lastEventId = event.id ?? lastEventId;
          if (options.onEvent(event) === 'done') {
            return;
          }
        }
      }
    } catch (error) {
      const problem = asProblem(error);
      if (!signal.aborted && !attempt.signal.aborted && !problem.passing) {
        throw problem;
      }
    } finally {
      clearTimeout(silence);
      signal.removeEventListener('abort', stop);
    }
    if (signal.aborted) {
      return;
    }
    if (failures > 0) {
      // The first loss is renewed within half a second: not worth telling anybody.
      options.onConnection?.('waiting');
    }
    await pause(waitMs(failures), signal);
    failures += 1;
  }
}

/** Doubling, up to 15 s, spread by a random half so that a restarted server is not met by everybody at once. */
function waitMs(failures: number): number {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
  return longest / 2 + (Math.random() * longest) / 2;
}

/** Waits, but no longer than until the network is back or the caller gives up. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      globalThis.removeEventListener('online', end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    globalThis.addEventListener('online', end);
    signal.addEventListener('abort', end);
  });
}
