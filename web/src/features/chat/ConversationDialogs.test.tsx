import { QueryObserver } from '@tanstack/react-query';
import { act, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { keys } from '@/lib/api/keys';
import { adoptSession } from '@/lib/api/session';
import { type MockApi, mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { conversation, session } from '@/test/samples';
import { saveFile } from '@/ui/saveFile';
import { ConversationDialogs } from './ConversationDialogs';
import { conversationDialog } from './conversationDialog';
import { heldConversation, longConversation } from './longConversation';
import { messagesQuery } from './queries';

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  adoptSession(session());
});

vi.mock('@/ui/saveFile', () => ({ saveFile: vi.fn() }));

it('lets a late answer close its own dialog only', async () => {
  let answer = () => {};
  server.on('get', '/api/v1/conversations/{id}/instructions', () => ({ text: '' }));
  server.on('put', '/api/v1/conversations/{id}/instructions', async () => {
    await new Promise<void>((done) => (answer = done));
    return null;
  });
  const { user, queries } = await renderPage(<ConversationDialogs />);
  act(() => conversationDialog.set({ about: conversation('a'), kind: 'instructions' }));
  await user.type(await screen.findByRole('textbox'), 'Be brief');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await vi.waitUntil(() => server.calls('put', '/api/v1/conversations/a/instructions').length === 1);
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

  act(() => conversationDialog.set({ about: conversation('b'), kind: 'instructions' }));
  await user.type(await screen.findByRole('textbox'), 'Be kind');
  await act(async () => answer());
  await waitFor(() => expect(queries.getQueryData(keys.instructions('a'))).toEqual({ text: 'Be brief' }));
  expect(screen.getByRole('textbox')).toHaveValue('Be kind');
});

it('saves nothing once that was cancelled', async () => {
  const release = heldConversation(server, 60);
  const { user, queries } = await renderPage(<ConversationDialogs />);
  // The page behind it goes on fetching.
  const page = new QueryObserver(queries, messagesQuery('c'));
  page.subscribe(() => undefined);
  act(() => conversationDialog.set({ about: conversation('c'), kind: 'save' }));
  await user.click(await screen.findByRole('button', { name: 'Markdown, to read' }));
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  release();
  await waitFor(() => expect(page.getCurrentResult().data).toHaveLength(60));
  expect(saveFile).not.toHaveBeenCalled();
});

it('saves all of it, and closes', async () => {
  longConversation(server, 60);
  const { user } = await renderPage(<ConversationDialogs />);
  act(() => conversationDialog.set({ about: conversation('c'), kind: 'save' }));
  await user.click(await screen.findByRole('button', { name: 'JSON, with every version' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(saveFile).toHaveBeenCalledOnce();
});
