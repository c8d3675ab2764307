import { expect, it } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { followLive } from '@/lib/events/live';
import { mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { beginEdit, editsOf } from './edits';
import { useChatNews } from './useChatNews';

function News() {
  useChatNews();
  return null;
}

it('forgets what was being rewritten in a chat that another device deletes', async () => {
  const server = mockApi();
  adoptSession(session());
  beginEdit('c', { id: 'q', text: 'What colour is the door?' });
  beginEdit('d', { id: 'q', text: 'And the roof?' });
  const { queries } = await renderPage(<News />);
  const news = 'event: conversation.deleted\ndata: {"conversation_id":"c"}\n\n';
  server.on('get', '/api/v1/events', () => new Response(news));
  const ending = new AbortController();
  const stop = editsOf('c').subscribe(() => ending.abort());
  await followLive(queries, ending.signal);
  stop();
  expect(editsOf('c').get()).toEqual([]);
  expect(editsOf('d').get()).toHaveLength(1);
});
