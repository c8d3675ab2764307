import { screen } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { adoptSession, sessionState } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { ResetPasswordPage } from './ResetPasswordPage';

const CONFIRM = '/api/v1/auth/password-reset/confirm';

let server: MockApi;

function previewed(signedInHere: boolean) {
  server.on('post', '/api/v1/auth/password-reset/preview', () => ({
    email: 'ada@example.org',
    expires_at: '2026-11-30T00:00:00Z',
    signed_in_here: signedInHere,
  }));
}

beforeEach(() => {
  server = mockApi();
});

async function open(onDone = vi.fn()) {
  const { user } = await renderPage(<ResetPasswordPage token="tok" onDone={onDone} />);
  return { user, onDone };
}

describe('setting a new password by a link', () => {
  test('keeps the chats with the recovery code, and shows the new one', async () => {
    previewed(false);
    server.on('post', CONFIRM, () => ({ history_kept: true, recovery_code: 'NEW1-CODE' }));
    adoptSession(session());
    const { user, onDone } = await open();
    await user.type(await screen.findByLabelText('New password'), 'correct horse');
    await user.type(screen.getByLabelText('Your recovery code'), 'abcd efgh');
    await user.click(screen.getByRole('button', { name: 'Set new password' }));
    expect(await screen.findByText('NEW1-CODE')).toBeInTheDocument();
    expect(screen.getByText(/your chats are kept/)).toBeInTheDocument();
    expect(server.calls('post', CONFIRM)[0]?.body).toEqual({
      token: 'tok',
      password: 'correct horse',
      recovery_code: 'abcd efgh',
      seal_history: false,
    });
    expect(sessionState.get().status).toBe('signed_out');
    expect(onDone).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'I kept it' }));
    expect(onDone).toHaveBeenCalledOnce();
  });

  test('goes on without the code only after a plain warning', async () => {
    previewed(false);
    server.on('post', CONFIRM, () => ({ history_kept: false, recovery_code: 'NEW1-CODE' }));
    const { user } = await open();
    await user.type(await screen.findByLabelText('New password'), 'correct horse');
    await user.click(screen.getByRole('button', { name: 'Set new password' }));
    expect(screen.getByText('Type your recovery code.')).toBeInTheDocument();
    expect(server.calls('post', CONFIRM)).toHaveLength(0);

    await user.click(screen.getByRole('button', { name: 'I do not have my recovery code' }));
    expect(screen.getByRole('alert')).toHaveTextContent('All your chats so far will be sealed');
    await user.click(screen.getByRole('button', { name: 'Set new password and seal my chats' }));
    expect(await screen.findByText(/Your chats so far are sealed/)).toBeInTheDocument();
    expect(server.calls('post', CONFIRM)[0]?.body).toMatchObject({ recovery_code: null, seal_history: true });
  });

  test('asks for no code in a browser that is still signed in', async () => {
    previewed(true);
    server.on('post', CONFIRM, () => ({ history_kept: true, recovery_code: 'NEW1-CODE' }));
    const { user } = await open();
    expect(await screen.findByText(/still signed in here/)).toBeInTheDocument();
    expect(screen.queryByLabelText('Your recovery code')).not.toBeInTheDocument();
    await user.type(screen.getByLabelText('New password'), 'correct horse');
    await user.click(screen.getByRole('button', { name: 'Set new password' }));
    expect(await screen.findByText('NEW1-CODE')).toBeInTheDocument();
  });

  test('tells a wrong code beside its field, and keeps what was typed', async () => {
    previewed(false);
    const message = 'This code does not open your chats.';
    server.on(
      'post',
      CONFIRM,
      () =>
        new Refusal(403, 'wrong_recovery_code', {
          errors: [{ field: 'recovery_code', code: 'wrong_recovery_code', message }],
        }),
    );
    const { user } = await open();
    await user.type(await screen.findByLabelText('New password'), 'correct horse');
    await user.type(screen.getByLabelText('Your recovery code'), 'abcd');
    await user.click(screen.getByRole('button', { name: 'Set new password' }));
    expect(await screen.findByText(/^This code does not open your chats\. Check it/)).toBeInTheDocument();
    expect(screen.getByLabelText('Your recovery code')).toHaveFocus();
    expect(screen.getByLabelText('New password')).toHaveValue('correct horse');
  });

  test('offers a new link when this one is over', async () => {
    server.on('post', '/api/v1/auth/password-reset/preview', () => new Refusal(410, 'link_over'));
    await open();
    expect(await screen.findByRole('link', { name: 'Ask for a new link' })).toHaveAttribute(
      'href',
      '/forgot-password',
    );
    expect(screen.queryByLabelText('New password')).not.toBeInTheDocument();
  });
});
