import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { adoptSession, useSession } from '@/lib/api/session';
import type { DeviceSession } from '@/lib/api/types';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { DevicesSection } from './DevicesSection';

function device(id: string, more: Partial<DeviceSession> = {}): DeviceSession {
  return {
    id,
    browser: 'Firefox',
    system: 'Linux',
    place: '192.0.2.0/24',
    created_at: '2026-11-01T10:00:00Z',
    last_used_at: '2026-11-23T10:00:00Z',
    current: false,
    ...more,
  };
}

let server: MockApi;
let devices: DeviceSession[];

beforeEach(() => {
  server = mockApi();
  adoptSession(session());
  devices = [device('s-1', { current: true }), device('s-2', { browser: 'Safari', system: 'iPhone' })];
  server.on('get', '/api/v1/sessions', () => ({ items: devices, next: null }));
});

/** As in the app, the page goes with the session. */
function SignedInPage() {
  return useSession().status === 'signed_in' ? <DevicesSection /> : <h1>Welcome</h1>;
}

test('every device has its name, and the own one is marked', async () => {
  devices.push(device('s-3', { browser: null, system: null, place: null }));
  await renderPage(<DevicesSection />);
  const rows = (await screen.findAllByRole('listitem')).map((row) => row.textContent);
  expect(rows).toHaveLength(3);
  expect(rows[0]).toContain('Firefox on Linux');
  expect(rows[0]).toContain('This device');
  expect(rows[1]).toContain('Safari on iPhone');
  expect(rows[1]).not.toContain('This device');
  expect(rows[1]).toContain('192.0.2.0/24');
  expect(rows[2]).toContain('Unknown device');
});

test('another device is signed out with the password, and a wrong one is told in its place', async () => {
  const { user } = await renderPage(<DevicesSection />);
  server.on('post', '/api/v1/sessions/{id}/end', ({ body }) => {
    if ((body as { password: string }).password !== 'right') {
      const message = 'This is not your password.';
      return new Refusal(403, 'wrong_password', {
        errors: [{ field: 'password', code: 'wrong_password', message }],
      });
    }
    devices = devices.slice(0, 1);
    return null;
  });
  await user.click(await screen.findByRole('button', { name: 'Sign out Safari on iPhone' }));
  const dialog = within(screen.getByRole('dialog', { name: 'Sign out Safari on iPhone?' }));
  await user.click(dialog.getByRole('button', { name: 'Sign out' }));
  expect(dialog.getByText('Type your password.')).toBeVisible();
  await user.type(dialog.getByLabelText('Your password'), 'wrong{Enter}');
  expect(await dialog.findByText('This is not your password.')).toBeVisible();
  await user.clear(dialog.getByLabelText('Your password'));
  await user.type(dialog.getByLabelText('Your password'), 'right{Enter}');
  expect(await screen.findByText('You are signed in nowhere else.')).toBeVisible();
  expect(server.calls('post', '/api/v1/sessions/s-2/end')).toHaveLength(2);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a server that could not be told of signing out here is told of on the page that follows', async () => {
  server.on('post', '/api/v1/auth/sign-out', () => new Refusal(503, 'out_of_order'));
  const { user } = await renderPage(<SignedInPage />);
  await user.click(await screen.findByRole('button', { name: 'Sign out' }));
  expect(await screen.findByRole('heading', { name: 'Welcome' })).toBeVisible();
  expect(await screen.findByText('The server says: out_of_order.')).toBeVisible();
});

test('what is refused after the question was closed is told in passing', async () => {
  let refuse = () => {};
  server.on(
    'post',
    '/api/v1/sessions/{id}/end',
    () => new Promise((resolve) => (refuse = () => resolve(new Refusal(503, 'out_of_order')))),
  );
  const { user } = await renderPage(<DevicesSection />);
  await user.click(await screen.findByRole('button', { name: 'Sign out Safari on iPhone' }));
  await user.type(screen.getByLabelText('Your password'), 'right{Enter}');
  await waitFor(() => expect(server.calls('post', '/api/v1/sessions/s-2/end')).toHaveLength(1));
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  refuse();
  expect(await screen.findByText('The server says: out_of_order.')).toBeVisible();
});

test('a list that does not come is said so, with a way to try again', async () => {
  server.on('get', '/api/v1/sessions', () => new Refusal(500, 'internal'));
  const { user } = await renderPage(<DevicesSection />);
  const again = await screen.findByRole('button', { name: 'Try again' }, { timeout: 5000 });
  server.on('get', '/api/v1/sessions', () => ({ items: devices, next: null }));
  await user.click(again);
  expect(await screen.findByText('Firefox on Linux')).toBeVisible();
});
