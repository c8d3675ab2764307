import { waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { ada, bo, group, session } from '@/test/samples';
import { api, unwrap } from './client';
import { isProblem, Problem } from './problem';
import {
  adoptSession,
  forget,
  replaceSession,
  sessionEnded,
  sessionState,
  signOut,
  startSession,
} from './session';

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  forget();
});

function getGroup() {
  return unwrap(api.GET('/api/v1/groups/{id}', { params: { path: { id: 'g-1' } } }));
}

describe('a session', () => {
  test('requests carry the access token', async () => {
    server.on('get', '/api/v1/groups/{id}', () => group());
    adoptSession(session());
    await getGroup();
    expect(server.calls('get', '/api/v1/groups/g-1')[0]?.headers.get('authorization')).toBe(
      'Bearer token-u-ada',
    );
  });

  test('many refused requests refresh once and all succeed', async () => {
    server.on('get', '/api/v1/groups/{id}', ({ headers }) =>
      headers.get('authorization') === 'Bearer new' ? group() : new Refusal(401, 'token_expired'),
    );
    server.on('post', '/api/v1/auth/refresh', () => ({ ...session(), access_token: 'new' }));
    adoptSession(session());
    const answers = await Promise.all([getGroup(), getGroup(), getGroup()]);
    expect(answers.map(({ name }) => name)).toEqual(['Kitchen table', 'Kitchen table', 'Kitchen table']);
    expect(server.calls('post', '/api/v1/auth/refresh')).toHaveLength(1);
  });

  test('a token near its end is refreshed before it is used', async () => {
    server.on('get', '/api/v1/groups/{id}', () => group());
    server.on('post', '/api/v1/auth/refresh', () => ({ ...session(), access_token: 'new' }));
    adoptSession({ ...session(), expires_in: 10 });
    await getGroup();
    expect(server.calls('get', '/api/v1/groups/g-1')[0]?.headers.get('authorization')).toBe('Bearer new');
  });

  test('a request waits for the sign-in dialog when the refresh is refused, then goes out unchanged', async () => {
    server.on('patch', '/api/v1/groups/{id}', ({ headers }) =>
      headers.get('authorization') === 'Bearer again'
        ? group({ name: 'New' })
        : new Refusal(401, 'token_expired'),
    );
    server.on('post', '/api/v1/auth/refresh', () => new Refusal(401, 'unauthenticated'));
    adoptSession(session());
    const renaming = unwrap(
      api.PATCH('/api/v1/groups/{id}', { params: { path: { id: 'g-1' } }, body: { name: 'New' } }),
    );
    await waitFor(() => expect(sessionState.get()).toEqual({ status: 'expired', user: ada }));
    adoptSession({ ...session(), access_token: 'again' });
    expect((await renaming).name).toBe('New');
    expect(server.calls('patch', '/api/v1/groups/g-1').map(({ body }) => body)).toEqual([
      { name: 'New' },
      { name: 'New' },
    ]);
  });

  test('what one person asked for is not sent as another who signed in by another tab', async () => {
    server.on('patch', '/api/v1/groups/{id}', ({ headers }) =>
      headers.get('authorization') === 'Bearer token-u-ada' ? new Refusal(401, 'token_expired') : group(),
    );
    server.on('post', '/api/v1/auth/refresh', () => session(bo));
    adoptSession(session());
    const renaming = unwrap(
      api.PATCH('/api/v1/groups/{id}', { params: { path: { id: 'g-1' } }, body: { name: 'Ada’s' } }),
    );
    await expect(renaming).rejects.toThrow(DOMException);
    expect(server.calls('patch', '/api/v1/groups/g-1')).toHaveLength(1);
    expect(sessionState.get()).toEqual({ status: 'signed_in', user: bo });
  });

  test('signing out instead lets the waiting request fail', async () => {
    server.on('get', '/api/v1/groups/{id}', () => new Refusal(401, 'token_expired'));
    server.on('post', '/api/v1/auth/refresh', () => new Refusal(401, 'unauthenticated'));
    server.on('post', '/api/v1/auth/sign-out', () => null);
    adoptSession(session());
    const asked = getGroup().catch((error: unknown) => error);
    await waitFor(() => expect(sessionState.get().status).toBe('expired'));
    await signOut();
    expect(await asked).toSatisfy((error) => isProblem(error, 'token_expired'));
    expect(sessionState.get().status).toBe('signed_out');
  });

  test('one that ended on the server goes on where another took its place, and is forgotten where none did', async () => {
    server.on('post', '/api/v1/auth/refresh', () => ({ ...session(), access_token: 'of the new session' }));
    adoptSession(session());
    await sessionEnded();
    expect(sessionState.get()).toEqual({ status: 'signed_in', user: ada });
    server.on('post', '/api/v1/auth/refresh', () => new Refusal(401, 'unauthenticated'));
    await sessionEnded();
    expect(sessionState.get().status).toBe('signed_out');
  });

  test('one that replaces it is asked for with the old token, and then used', async () => {
    server.on('get', '/api/v1/groups/{id}', () => group());
    adoptSession(session());
    await replaceSession(async (token) => {
      expect(token).toBe('token-u-ada');
      return { ...session(), access_token: 'new' };
    });
    await getGroup();
    expect(server.calls('get', '/api/v1/groups/g-1')[0]?.headers.get('authorization')).toBe('Bearer new');
  });

  test('a lost connection while refreshing is a passing problem and signs nobody out', async () => {
    server.on('post', '/api/v1/auth/refresh', () => {
      throw new TypeError('Failed to fetch');
    });
    adoptSession({ ...session(), expires_in: 1 });
    const error = await getGroup().catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(Problem);
    expect((error as Problem).passing).toBe(true);
    expect(sessionState.get().status).toBe('signed_in');
  });
});

describe('starting', () => {
  test('asks whose cookie it is, once', async () => {
    vi.resetModules();
    const fresh = await import('./session');
    server.on('post', '/api/v1/auth/refresh', () => session());
    const [first, second] = await Promise.all([fresh.startSession(), fresh.startSession()]);
    expect(first).toEqual({ status: 'signed_in', user: ada });
    expect(second).toEqual(first);
    expect(server.calls('post', '/api/v1/auth/refresh')).toHaveLength(1);
  });

  test('without a cookie one is a visitor', async () => {
    vi.resetModules();
    const fresh = await import('./session');
    server.on('post', '/api/v1/auth/refresh', () => new Refusal(401, 'unauthenticated'));
    expect(await fresh.startSession()).toEqual({ status: 'signed_out' });
  });

  test('an unreachable server is asked again later', async () => {
    vi.resetModules();
    const fresh = await import('./session');
    server.on('post', '/api/v1/auth/refresh', () => new Refusal(503, 'shutting_down'));
    expect((await fresh.startSession()).status).toBe('unreachable');
    server.on('post', '/api/v1/auth/refresh', () => session());
    expect((await fresh.startSession()).status).toBe('signed_in');
  });

  test('a signed-out tab does not ask at all', async () => {
    expect(await startSession()).toEqual({ status: 'signed_out' });
  });
});
