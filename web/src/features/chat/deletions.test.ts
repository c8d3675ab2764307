import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, it } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { session } from '@/test/samples';
import { discardConversation } from './deletions';
import { beginEdit, dropEdits, editsOf } from './edits';

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  adoptSession(session());
  dropEdits('c');
  beginEdit('c', { id: 'q', text: 'What colour is the door?' });
});

const edits = () => editsOf('c').get().length;

it('ends what is being rewritten in a chat with the chat', async () => {
  server.on('delete', '/api/v1/conversations/{id}', () => null);
  discardConversation(new QueryClient(), 'c');
  await expect.poll(edits).toBe(0);
});

it('ends it where the chat was deleted elsewhere', async () => {
  server.on('delete', '/api/v1/conversations/{id}', () => new Refusal(404, 'not_found'));
  discardConversation(new QueryClient(), 'c');
  await expect.poll(edits).toBe(0);
});
