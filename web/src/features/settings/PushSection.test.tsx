import { screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { type MockApi, mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { PushSection } from './PushSection';

const KEY = 'BAAA';
const BODY = { endpoint: 'https://push.example/1', p256dh: 'cA', auth: 'YQ' };

let server: MockApi;
let subscribed: object | null;

/** The browser's own part, which this environment does not have. */
function browser(permission: NotificationPermission, answer: NotificationPermission = permission) {
  const subscription = {
    options: { applicationServerKey: Uint8Array.from([4, 0, 0]).buffer },
    toJSON: () => ({ endpoint: BODY.endpoint, keys: { p256dh: BODY.p256dh, auth: BODY.auth } }),
    endpoint: BODY.endpoint,
    unsubscribe: () => {
      subscribed = null;
      return Promise.resolve(true);
    },
  };
  const pushManager = {
    getSubscription: () => Promise.resolve(subscribed),
    subscribe: () => {
      subscribed = subscription;
      return Promise.resolve(subscription);
    },
  };
  const registration = { pushManager };
  vi.stubGlobal('PushManager', class {});
  vi.stubGlobal('Notification', { permission, requestPermission: () => Promise.resolve(answer) });
  Object.defineProperty(navigator, 'serviceWorker', {
    configurable: true,
    value: { ready: Promise.resolve(registration), getRegistration: () => Promise.resolve(registration) },
  });
}

const told = (device: object | null) => ({ public_key: KEY, device }) as never;

beforeEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'serviceWorker');
  subscribed = null;
  server = mockApi();
  adoptSession(session());
  server.on('get', '/api/v1/me/push', () => told(null));
  server.on('put', '/api/v1/me/push', ({ body }) => told(body as object));
  server.on('delete', '/api/v1/me/push', () => null);
});

test('nothing is asked of a browser that cannot', async () => {
  await renderPage(<PushSection />);
  expect(await screen.findByText(/^This browser cannot show anything/)).toBeVisible();
  expect(server.calls('get', '/api/v1/me/push')).toEqual([]);
});

test('a browser whose owner does not want it says so', async () => {
  browser('denied');
  await renderPage(<PushSection />);
  expect(await screen.findByText(/^This browser does not let Potluck/)).toBeVisible();
});

test('switching on subscribes, and switching all off ends it', async () => {
  browser('default', 'granted');
  const { user } = await renderPage(<PushSection />);
  const answers = await screen.findByRole('checkbox', { name: /^Finished answers/ });
  expect(answers).not.toBeChecked();
  await user.click(answers);
  await waitFor(() => expect(answers).toBeEnabled());
  expect(answers).toBeChecked();
  expect(server.calls('put', '/api/v1/me/push')[0]?.body).toEqual({ ...BODY, answers: true, shares: false });

  await user.click(answers);
  await waitFor(() => expect(answers).toBeEnabled());
  expect(answers).not.toBeChecked();
  expect(server.calls('delete', '/api/v1/me/push')).toHaveLength(1);
  expect(subscribed).toBeNull();
});

test('who is asked and says no is told what that means', async () => {
  browser('default', 'denied');
  const { user } = await renderPage(<PushSection />);
  await user.click(await screen.findByRole('checkbox', { name: /^Parts to pay/ }));
  expect(await screen.findByText('The browser was not allowed to show notifications.')).toBeVisible();
  expect(server.calls('put', '/api/v1/me/push')).toEqual([]);
});

test('a browser that is reached elsewhere by now is set up anew, with what was chosen', async () => {
  browser('granted');
  const device = { endpoint: 'https://push.example/old', answers: false, shares: true };
  server.on('get', '/api/v1/me/push', () => told(device));
  await renderPage(<PushSection />);
  expect(await screen.findByRole('checkbox', { name: /^Parts to pay/ })).toBeChecked();
  expect(server.calls('put', '/api/v1/me/push')[0]?.body).toEqual({ ...BODY, answers: false, shares: true });
});
