import { screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { adoptSession, sessionState } from '@/lib/api/session';
import { type MockApi, mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { silentWhenSignedOut } from './push/silent';
import { useSignOut } from './useSignOut';

let server: MockApi;
let stop: () => void;

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
  stop = silentWhenSignedOut();
});

afterEach(() => stop());

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
