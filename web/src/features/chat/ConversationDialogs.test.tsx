import { QueryObserver } from '@tanstack/react-query';
import { act, screen, waitFor } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
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
import { seal } from './sharing/seal';

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  adoptSession(session());
});

vi.mock('@/ui/saveFile', () => ({ saveFile: vi.fn() }));
// jsdom seals nothing.
vi.mock('./sharing/seal', () => ({ canSeal: () => true, seal: vi.fn() }));

/** Something that a server or a browser takes its time for. */
function held<T>(value: T): { coming: Promise<T>; release(): void } {
  let release = () => {};
  const coming = new Promise<T>((done) => {
    release = () => done(value);
  });
  return { coming, release: () => release() };
}

/** What is done at once has been done by then. */
const nextTask = () => new Promise((done) => setTimeout(done));

async function closeByEscape(user: UserEvent): Promise<void> {
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
}

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
  await closeByEscape(user);

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
  await closeByEscape(user);
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

it('moves nothing into a folder that was being made when that was cancelled', async () => {
  const folder = { id: 'f', group_id: 'g-1', name: 'Soups', sealed: false };
  const making = held(folder);
  server.on('get', '/api/v1/folders', () => ({ items: [], next: null }));
  server.on('post', '/api/v1/folders', () => making.coming);
  server.on('patch', '/api/v1/conversations/{id}', () => conversation('c'));
  const { user, queries } = await renderPage(<ConversationDialogs />);
  act(() => conversationDialog.set({ about: conversation('c'), kind: 'move' }));
  const field = await screen.findByLabelText('New folder');
  // The dialog takes presses from the page first, and then gives them to itself.
  await waitFor(() => expect(screen.getByRole('dialog')).toHaveStyle({ pointerEvents: 'auto' }));
  await user.type(field, 'Soups{Enter}');
  await vi.waitUntil(() => server.calls('post', '/api/v1/folders').length === 1);
  await closeByEscape(user);
  making.release();
  // The folder is there.
  await vi.waitUntil(() => queries.getQueryState(keys.folders)?.isInvalidated);
  await nextTask();
  expect(server.calls('patch', '/api/v1/conversations/c')).toEqual([]);
});

describe('a link that is closed away before it is there', () => {
  const sealed = { sealed: new TextEncoder().encode('1'), key: 'k' };
  const link = { id: 's', title: 'c', created_at: '', expires_at: null, has_password: false };
  const snapshots = '/api/v1/conversations/c/snapshots';

  async function share(): Promise<UserEvent> {
    longConversation(server, 2);
    const { user } = await renderPage(<ConversationDialogs />);
    act(() => conversationDialog.set({ about: conversation('c'), kind: 'share' }));
    await user.click(await screen.findByRole('button', { name: 'Make the link' }));
    return user;
  }

  it('is not made while it is being sealed', async () => {
    const sealing = held(sealed);
    server.on('post', '/api/v1/conversations/{id}/snapshots', () => link as never);
    vi.mocked(seal).mockReset().mockReturnValueOnce(sealing.coming);
    const user = await share();
    await vi.waitUntil(() => vi.mocked(seal).mock.calls.length === 1);
    await closeByEscape(user);
    sealing.release();
    await nextTask();
    expect(server.calls('post', snapshots)).toEqual([]);
  });

  it('is taken back where the server has made it meanwhile', async () => {
    vi.mocked(seal).mockReset().mockResolvedValueOnce(sealed);
    const making = held(link);
    server.on('post', '/api/v1/conversations/{id}/snapshots', () => making.coming as never);
    server.on('delete', '/api/v1/snapshots/{id}', () => null);
    const user = await share();
    await vi.waitUntil(() => server.calls('post', snapshots).length === 1);
    await closeByEscape(user);
    making.release();
    await vi.waitUntil(() => server.calls('delete', '/api/v1/snapshots/s').length === 1);
  });
});
