import { act, screen } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { conversation, group, server as info, session } from '@/test/samples';
import { ChatPage } from './ChatPage';
import { beginEdit, editsOf } from './edits';
import { heldConversation } from './longConversation';
import { messagesQuery } from './queries';

let server: MockApi;
const messages = '/api/v1/conversations/c/messages';
const brought = vi.fn();

beforeEach(() => {
  server = mockApi();
  server.on('get', '/api/v1/conversations/{id}', () => conversation('c'));
  server.on('get', '/api/v1/groups/{id}', () => group());
  server.on('get', '/api/v1/server', () => info);
  server.on('get', '/api/v1/models', () => ({ items: [], next: null }));
  server.on('get', '/api/v1/prompts', () => ({ items: [], next: null }));
  adoptSession(session());
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  brought.mockReset();
  Element.prototype.scrollIntoView = function (this: Element) {
    brought(this.id);
  };
});

/** Waits until the page knows the newest messages, and the others are asked for. */
async function newestAreHere() {
  await vi.waitUntil(() => server.calls('get', messages).length === 2);
  await act(async () => undefined);
}

it('shows nothing before the message that is looked for', async () => {
  const release = heldConversation(server, 60);
  await renderPage(<ChatPage groupId="g-1" conversationId="c" at="q3" />);
  await newestAreHere();
  expect(screen.queryByText('q59')).toBeNull();
  release();
  expect(await screen.findByText('q3')).toBeInTheDocument();
  expect(brought).toHaveBeenCalledWith('message-q3');
});

it('looks for nothing any more once something was sent', async () => {
  const release = heldConversation(server, 60);
  server.on('post', '/api/v1/conversations/{id}/turns', () => new Response(new ReadableStream()));
  const { user, queries } = await renderPage(<ChatPage groupId="g-1" conversationId="c" at="q3" />);
  await newestAreHere();
  await user.type(screen.getByRole('textbox'), 'And now?{Enter}');
  expect(await screen.findByText('And now?')).toBeInTheDocument();
  expect(screen.getByText('q59')).toBeInTheDocument();
  release();
  await vi.waitUntil(() => queries.getQueryData(messagesQuery('c').queryKey)?.length === 60);
  await act(async () => undefined);
  expect(brought).not.toHaveBeenCalled();
});

it('forgets what was being rewritten in a chat that was deleted elsewhere', async () => {
  server.on('get', '/api/v1/conversations/{id}', () => new Refusal(404, 'not_found'));
  server.on('get', '/api/v1/conversations/{id}/messages', () => new Refusal(404, 'not_found'));
  beginEdit('gone', { id: 'q1', text: 'What colour is the door?' });
  await renderPage(<ChatPage groupId="g-1" conversationId="gone" at={null} />);
  expect(await screen.findByText('This chat is not here')).toBeInTheDocument();
  expect(editsOf('gone').get()).toEqual([]);
});
