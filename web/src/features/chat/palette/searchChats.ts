import { openStream } from '@/lib/api/client';
import { noConnection } from '@/lib/api/problem';
import type { components } from '@/lib/api/schema.gen';
import { parseEvents } from '@/lib/events/parse';

/** Something that was found: a title, or a message of a conversation. */
export type Hit = components['schemas']['SearchHit'];

/** What is looked for; in one folder, or (null) everywhere. */
export type Wanted = { q: string; folderId: string | null };

const HITS_MAX = 50;

/**
 * Looks through everything that the member has; hands hits over as they come, the newest first. Resolves at the end to
 * whether there is more. The words go in the request's body: what somebody looks for belongs in nobody's log.
 */
export async function searchChats(
  { q, folderId }: Wanted,
  onHits: (hits: readonly Hit[]) => void,
  signal: AbortSignal,
): Promise<{ more: boolean }> {
  const response = await openStream('/api/v1/search', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ q, limit: HITS_MAX, ...(folderId === null ? {} : { folder_id: folderId }) }),
    signal,
  });
  if (response.body !== null) {
    for await (const { name, data } of parseEvents(response.body)) {
      if (name === 'search.hit') {
        onHits([JSON.parse(data) as Hit]);
      } else if (name === 'search.done') {
        return { more: (JSON.parse(data) as components['schemas']['SearchDone']).next !== null };
      }
    }
  }
  // It broke off.
  throw noConnection();
}
