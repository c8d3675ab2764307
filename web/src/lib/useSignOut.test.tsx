import { screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { adoptSession, sessionState } from '@/lib/api/session';
import { type MockApi, mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { useSignOut } from './useSignOut';

let server: MockApi;

/** The browser's own part, which this environment does not have. */
function browser(getRegistration: () => Promise<unknown>) {
  Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: { getRegistration } });
}

function SignOut({ onDone }: { onDone(): void }) {
  const signOut = useSignOut();
  return (
    <button type="button" onClick={() => void signOut().then(onDone)}>
      Sign out
    </button>
  );
}

async function signOut(): Promise<void> {
  const onDone = vi.fn();
  const { user } = await renderPage(<SignOut onDone={onDone} />);
  await user.click(screen.getByRole('button'));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(server.calls('post', '/api/v1/auth/sign-out')).toHaveLength(1);
  expect(sessionState.get()).toEqual({ status: 'signed_out' });
}

beforeEach(() => {
  Reflect.deleteProperty(navigator, 'serviceWorker');
  server = mockApi();
  server.on('post', '/api/v1/auth/sign-out', () => null);
  adoptSession(session());
});

test('nothing is told any more at this device, and what was told is out of sight', async () => {
  const shown = [{ close: vi.fn() }, { close: vi.fn() }];
  const unsubscribe = vi.fn(() => Promise.resolve(true));
  const pushManager = { getSubscription: () => Promise.resolve({ unsubscribe }) };
  browser(() => Promise.resolve({ pushManager, getNotifications: () => Promise.resolve(shown) }));
  await signOut();
  await waitFor(() => expect(unsubscribe).toHaveBeenCalledOnce());
  for (const { close } of shown) {
    await waitFor(() => expect(close).toHaveBeenCalledOnce());
  }
});

test('what was told goes also when the subscription cannot be ended', async () => {
  const close = vi.fn();
  const pushManager = { getSubscription: () => Promise.reject(new Error('no push service')) };
  browser(() => Promise.resolve({ pushManager, getNotifications: () => Promise.resolve([{ close }]) }));
  await signOut();
  await waitFor(() => expect(close).toHaveBeenCalledOnce());
});

test.each([
  ['cannot', null],
  ['has nothing of ours', () => Promise.resolve(undefined)],
  ['refuses', () => Promise.reject(new Error('not in private windows'))],
  ['does not answer', () => new Promise(() => undefined)],
])('a browser that %s holds nobody up', async (_, getRegistration) => {
  if (getRegistration !== null) {
    browser(getRegistration);
  }
  await signOut();
});
