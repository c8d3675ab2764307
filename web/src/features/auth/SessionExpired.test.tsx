import { act, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { api, unwrap } from '@/lib/api/client';
import { isProblem } from '@/lib/api/problem';
import { adoptSession, forget, type SessionState, sessionState } from '@/lib/api/session';
import type { User } from '@/lib/api/types';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { ada, bo, group, server as serverSample, session } from '@/test/samples';
import { SessionExpired } from './SessionExpired';

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  server.on('get', '/api/v1/server', () => serverSample);
  forget();
});

test('signing in again over the page lets what was waiting go on', async () => {
  server.on('get', '/api/v1/groups/{id}', ({ headers }) =>
    headers.get('authorization') === 'Bearer again' ? group() : new Refusal(401, 'token_expired'),
  );
  server.on('post', '/api/v1/auth/refresh', () => new Refusal(401, 'unauthenticated'));
  let refused = true;
  server.on('post', '/api/v1/auth/sign-in', () => {
    if (refused) {
      return new Refusal(401, 'invalid_credentials');
    }
    return { ...session(), access_token: 'again' };
  });
  const { user } = await renderPage(<SessionExpired />);
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();

  adoptSession(session());
  const waiting = unwrap(api.GET('/api/v1/groups/{id}', { params: { path: { id: 'g-1' } } }));
  expect(await screen.findByRole('dialog', { name: 'Sign in to go on' })).toBeInTheDocument();
  expect(screen.getByLabelText('Email address')).toHaveValue(ada.email);
  expect(screen.getByLabelText('Email address')).toHaveAttribute('readonly');
  await waitFor(() => expect(screen.getByLabelText('Password')).toHaveFocus());

  await user.type(screen.getByLabelText('Password'), 'wrong');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(await screen.findByText(/do not belong together/)).toBeInTheDocument();
  expect(screen.getByLabelText('Password')).toHaveValue('wrong');

  refused = false;
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect((await waiting).name).toBe('Kitchen table');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

/** Ada's session has ended over her page, and her device holds this person's passkey. */
async function expiredWithPasskeyOf(person: User) {
  vi.stubGlobal('PublicKeyCredential', class {});
  const bytes = new ArrayBuffer(1);
  const shown = { id: 'k', rawId: bytes, type: 'public-key', getClientExtensionResults: () => ({}) };
  const response = { clientDataJSON: bytes, authenticatorData: bytes, signature: bytes, userHandle: null };
  vi.stubGlobal('navigator', { credentials: { get: async () => ({ ...shown, response }) } });
  server.on('get', '/api/v1/server', () => ({ ...serverSample, passkeys_at: globalThis.location.origin }));
  server.on('post', '/api/v1/auth/refresh', () => new Refusal(401, 'unauthenticated'));
  server.on('get', '/api/v1/groups/{id}', ({ headers }) =>
    headers.get('authorization') === 'Bearer again' ? group() : new Refusal(401, 'token_expired'),
  );
  server.on('post', '/api/v1/auth/passkey/begin', () => ({
    ceremony_id: 'c',
    options: { challenge: 'AA' } as never,
  }));
  server.on('post', '/api/v1/auth/passkey', () => ({ ...session(person), access_token: 'again' }));
  server.on('post', '/api/v1/auth/sign-out', () => null);
  const { user } = await renderPage(<SessionExpired />);
  adoptSession(session(ada));
  const waiting = unwrap(api.GET('/api/v1/groups/{id}', { params: { path: { id: 'g-1' } } }));
  const press = async () => user.click(await screen.findByRole('button', { name: 'Sign in with a passkey' }));
  return { waiting, press };
}

test('who signs in with a passkey elsewhere can do so here', async () => {
  const { waiting, press } = await expiredWithPasskeyOf(ada);
  await press();
  expect((await waiting).name).toBe('Kitchen table');
  expect(server.calls('post', '/api/v1/auth/sign-out')).toEqual([]);
});

test('somebody else’s passkey opens nothing over the page, and leaves no session behind', async () => {
  const { waiting, press } = await expiredWithPasskeyOf(bo);
  const failed = waiting.catch((error: unknown) => error);
  await screen.findByRole('dialog', { name: 'Sign in to go on' });
  const states: SessionState[] = [];
  const stop = sessionState.subscribe(() => states.push(sessionState.get()));
  await press();
  expect(await screen.findByText(/This passkey is somebody else’s/)).toBeVisible();
  stop();
  expect(states).toEqual([]);
  expect(server.calls('post', '/api/v1/auth/sign-out')).toHaveLength(1);
  expect(screen.getByRole('dialog', { name: 'Sign in to go on' })).toBeVisible();

  // What waited is only let go when its own person gives up.
  act(() => forget());
  expect(await failed).toSatisfy((error) => isProblem(error, 'token_expired'));
});
