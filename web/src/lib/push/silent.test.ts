import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { adoptSession, forget, signOut } from '@/lib/api/session';
import { mockApi } from '@/test/api';
import { ada, session } from '@/test/samples';
import { silentWhenSignedOut } from './silent';

let stop: () => void;

/** The browser's own part, which this environment does not have. */
function browser(registration: object | undefined) {
  const getRegistration = () => Promise.resolve(registration);
  Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: { getRegistration } });
}

beforeEach(() => {
  mockApi().on('post', '/api/v1/auth/sign-out', () => null);
  adoptSession(session());
  stop = silentWhenSignedOut();
});

afterEach(() => {
  stop();
  Reflect.deleteProperty(navigator, 'serviceWorker');
});

test.each<[how: string, leave: () => unknown]>([
  ['signing out', signOut],
  ['closing the account, or the end of the session elsewhere', forget],
  ['somebody else’s sign-in', () => adoptSession(session({ ...ada, id: 'somebody-else' }))],
])('after %s nothing is told any more, and what was told is out of sight', async (_, leave) => {
  const shown = [{ close: vi.fn() }, { close: vi.fn() }];
  const unsubscribe = vi.fn(() => Promise.resolve(true));
  const pushManager = { getSubscription: () => Promise.resolve({ unsubscribe }) };
  browser({ pushManager, getNotifications: () => Promise.resolve(shown) });
  await leave();
  await vi.waitFor(() => expect(unsubscribe).toHaveBeenCalledOnce());
  for (const { close } of shown) {
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
  }
});

test('what was told goes also when the subscription cannot be ended', async () => {
  const close = vi.fn();
  const pushManager = { getSubscription: () => Promise.reject(new Error('no push service')) };
  browser({ pushManager, getNotifications: () => Promise.resolve([{ close }]) });
  forget();
  await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
});

test('whoever stays is told on', async () => {
  const getNotifications = vi.fn(() => Promise.resolve([]));
  browser({ pushManager: { getSubscription: () => Promise.resolve(null) }, getNotifications });
  adoptSession(session({ ...ada, name: 'Ada L.' }));
  await Promise.resolve();
  expect(getNotifications).not.toHaveBeenCalled();
});
