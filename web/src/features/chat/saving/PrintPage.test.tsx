import { onlineManager } from '@tanstack/react-query';
import { act, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { conversation, session } from '@/test/samples';
import { heldConversation, longConversation } from '../longConversation';
import { messagesQuery, newestQuery } from '../queries';
import { PrintPage } from './PrintPage';

afterEach(() => onlineManager.setOnline(true));

it('waits for all of it, also while there is no connection', async () => {
  const server = mockApi();
  server.on('get', '/api/v1/conversations/{id}', () => conversation('c'));
  const release = heldConversation(server, 60);
  adoptSession(session());
  const { queries } = await renderPage(<PrintPage groupId="g-1" conversationId="c" />);
  await vi.waitUntil(() => queries.getQueryData(newestQuery('c').queryKey) !== undefined);
  onlineManager.setOnline(false);
  release(new Refusal(503, 'unavailable'));
  await vi.waitUntil(
    () => queries.getQueryState(messagesQuery('c').queryKey)?.fetchStatus === 'paused',
    5000,
  );
  expect(screen.queryByText('q59')).toBeNull();
  expect(screen.getByRole('button', { name: 'Print' })).toHaveAttribute('aria-busy', 'true');

  longConversation(server, 60);
  act(() => onlineManager.setOnline(true));
  expect(await screen.findByText('q0')).toBeInTheDocument();
  expect(screen.getByText('q59')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Print' })).not.toHaveAttribute('aria-busy');
});
