import { act, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { conversation, session } from '@/test/samples';
import { ConversationList } from './ConversationList';

it('asks for more as its end comes near, and once that failed only when it is pressed', async () => {
  const server = mockApi();
  let refuse = () => {};
  const refused = new Promise<void>((done) => (refuse = done));
  server.on('get', '/api/v1/folders', () => ({ items: [], next: null }));
  server.on('get', '/api/v1/conversations', async ({ query }) => {
    if (query.has('cursor')) {
      await refused;
      return new Refusal(403, 'forbidden');
    }
    const recent = query.get('shelf') === 'recent';
    return { items: recent ? [conversation('Soup')] : [], next: recent ? 'on' : null };
  });
  adoptSession(session());
  // Whatever is looked at is in sight.
  const looked = vi.fn();
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      readonly told: (entries: { isIntersecting: boolean }[]) => void;
      constructor(told: (entries: { isIntersecting: boolean }[]) => void) {
        this.told = told;
      }
      observe() {
        looked();
        queueMicrotask(() => this.told([{ isIntersecting: true }]));
      }
      disconnect() {}
    },
  );
  const asked = () =>
    server.calls('get', '/api/v1/conversations').filter(({ query }) => query.has('cursor')).length;

  const { user } = await renderPage(<ConversationList groupId="g-1" />);
  const more = await screen.findByRole('button', { name: 'Show more' });
  await waitFor(() => expect(more).toHaveAttribute('aria-busy', 'true'));
  refuse();
  expect(await screen.findByRole('alert')).toBeInTheDocument();
  await act(async () => undefined);
  expect(looked).toHaveBeenCalledOnce();
  expect(asked()).toBe(1);
  expect(screen.getByRole('link', { name: 'Soup' })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await vi.waitUntil(() => asked() === 2);
});
