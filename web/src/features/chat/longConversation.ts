import type { MockApi, Refusal } from '@/test/api';
import { message } from './live/turnServer';

/** A conversation with so many messages, `q0` to its last; all of them come only when `whole` does, or what refuses them. */
export function longConversation(
  server: MockApi,
  count: number,
  whole: Promise<Refusal | undefined> = Promise.resolve(undefined),
): void {
  const items = Array.from({ length: count }, (_, index) =>
    message(`q${index}`, index === 0 ? null : `q${index - 1}`),
  );
  server.on('get', '/api/v1/conversations/{id}/messages', async (call) => {
    const newest = call.query.get('newest');
    return newest === null
      ? ((await whole) ?? { items, next: null })
      : { items: items.slice(-Number(newest)), next: null };
  });
}

/** The same, whose whole is held back until what this gives is called. */
export function heldConversation(server: MockApi, count: number): (refusal?: Refusal) => void {
  let release = (_refusal?: Refusal) => {};
  longConversation(server, count, new Promise((done) => (release = done)));
  return (refusal) => release(refusal);
}
