import type { MockApi } from '@/test/api';
import { message } from './turnServer';

/** A conversation with so many messages, `q0` to its last; all of them come only when `whole` does. */
export function longConversation(
  server: MockApi,
  count: number,
  whole: Promise<unknown> = Promise.resolve(),
): void {
  const items = Array.from({ length: count }, (_, index) =>
    message(`q${index}`, index === 0 ? null : `q${index - 1}`),
  );
  server.on('get', '/api/v1/conversations/{id}/messages', async (call) => {
    const newest = call.query.get('newest');
    if (newest === null) {
      await whole;
      return { items, next: null };
    }
    return { items: items.slice(-Number(newest)), next: null };
  });
}

/** The same, whose whole is held back until what this gives is called. */
export function heldConversation(server: MockApi, count: number): () => void {
  let release = () => {};
  longConversation(server, count, new Promise<void>((done) => (release = done)));
  return () => release();
}
