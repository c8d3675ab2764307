import { screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { forget, sessionState } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { ada, server as info, session, trio } from '@/test/samples';
import { SignUpPage } from './SignUpPage';

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  server.on('get', '/api/v1/server', () => info);
  forget();
});

async function fillIn(onDone = vi.fn(), next?: string) {
  const { user } = await renderPage(<SignUpPage next={next} onDone={onDone} />);
  await user.type(screen.getByLabelText('Your name'), 'Ada');
  await user.type(screen.getByLabelText('Email address'), 'ada@example.org');
  await user.type(screen.getByLabelText('Password'), 'correct horse');
  return { user, onDone };
}

describe('signing up', () => {
  test('shows the recovery code once, and goes on only when it is kept', async () => {
    server.on('post', '/api/v1/auth/sign-up', () => ({ ...session(), recovery_code: 'ABCD-EFGH' }));
    const { user, onDone } = await fillIn();
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    expect(await screen.findByText('ABCD-EFGH')).toBeInTheDocument();
    expect(screen.getByText('You are this server’s operator: its first account.')).toBeInTheDocument();
    expect(sessionState.get()).toEqual({ status: 'signed_in', user: ada });
    expect(onDone).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'I kept it' }));
    expect(onDone).toHaveBeenCalledOnce();
    expect(server.calls('post', '/api/v1/auth/sign-up')[0]?.body).toEqual({
      name: 'Ada',
      email: 'ada@example.org',
      password: 'correct horse',
    });
  });

  test('tells the first account beforehand that it will be the operator', async () => {
    server.on('get', '/api/v1/server', () => ({ ...info, needs_operator: true }));
    await renderPage(<SignUpPage next={undefined} onDone={vi.fn()} />);
    expect(await screen.findByText(/you will be this server’s operator/)).toBeInTheDocument();
  });

  test('lets nobody in where it is closed, except the operator', async () => {
    server.on('get', '/api/v1/server', () => ({ ...info, sign_up: 'closed' }));
    server.on('get', '/api/v1/invitations/{token}', () => new Refusal(404, 'not_found'));
    await renderPage(<SignUpPage next="/invitation/tok" onDone={vi.fn()} />);
    expect(await screen.findByText(/Nobody new can sign up here/)).toBeInTheDocument();
    expect(screen.queryByLabelText('Password')).not.toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Sign in' })).toBeInTheDocument();
  });

  test('hands the invitation over where only invited people sign up', async () => {
    server.on('get', '/api/v1/server', () => ({ ...info, sign_up: 'invitation' }));
    server.on('get', '/api/v1/invitations/{token}', () => new Refusal(404, 'not_found'));
    server.on('post', '/api/v1/auth/sign-up', () => new Refusal(403, 'invitation_needed'));
    const { user } = await fillIn(vi.fn(), '/invitation/tok');
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    expect(await screen.findByText(/Only invited people can sign up here/)).toBeInTheDocument();
    expect(server.calls('post', '/api/v1/auth/sign-up')[0]?.body).toMatchObject({ invitation: 'tok' });
  });

  test('asks nothing of the server while something is missing', async () => {
    const { user } = await renderPage(<SignUpPage next={undefined} onDone={vi.fn()} />);
    await user.type(screen.getByLabelText('Password'), 'nine char');
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    expect(screen.getByText('Tell us your name.')).toBeInTheDocument();
    expect(screen.getByText('One more character, please: it takes at least 10.')).toBeInTheDocument();
    expect(screen.getByLabelText('Your name')).toHaveFocus();
    expect(server.calls('post', '/api/v1/auth/sign-up')).toHaveLength(0);
  });

  test('keeps what was typed when refused, and offers the way in', async () => {
    server.on('post', '/api/v1/auth/sign-up', () => new Refusal(409, 'email_taken'));
    const { user } = await fillIn();
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    expect(await screen.findByRole('link', { name: 'Sign in with this address' })).toBeInTheDocument();
    expect(screen.getByLabelText('Password')).toHaveValue('correct horse');
  });

  test('says beside the field what the server found wrong with it', async () => {
    server.on(
      'post',
      '/api/v1/auth/sign-up',
      () =>
        new Refusal(422, 'validation_failed', {
          errors: [{ field: 'email', code: 'not_an_email', message: 'No address.' }],
        }),
    );
    const { user } = await fillIn();
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    expect(await screen.findByText(/^Give an email address/)).toBeInTheDocument();
    expect(screen.getByLabelText('Email address')).toHaveFocus();
    expect(screen.getByLabelText('Email address')).toBeInvalid();
  });

  test('the same form sent again after a lost answer carries the same key, a changed one another', async () => {
    let lost = true;
    server.on('post', '/api/v1/auth/sign-up', () => {
      if (lost) {
        throw new TypeError('Failed to fetch');
      }
      return new Refusal(409, 'email_taken');
    });
    const { user } = await fillIn();
    const submit = screen.getByRole('button', { name: 'Create account' });
    await user.click(submit);
    expect(await screen.findByText(/No connection to the server/)).toBeInTheDocument();
    lost = false;
    await user.click(submit);
    await screen.findByText(/already an account/);
    await user.type(screen.getByLabelText('Your name'), ' L');
    await user.click(submit);
    await waitFor(() => expect(server.calls('post', '/api/v1/auth/sign-up')).toHaveLength(3));
    const [first, second, third] = server
      .calls('post', '/api/v1/auth/sign-up')
      .map(({ headers }) => headers.get('idempotency-key'));
    expect(first).toBeTruthy();
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test('reminds of the invitation that one comes from', async () => {
    server.on('get', '/api/v1/invitations/{token}', () => ({
      status: 'open',
      group_name: 'Kitchen table',
      plan: trio,
      invited_by: 'Bo',
      members: [],
      share: { amount: 800, currency: 'USD' },
      credit_nanousd: 1,
      expires_at: '2026-11-30T00:00:00Z',
      joining: null,
      seats_left: 1,
      starts: 'when_full',
    }));
    await renderPage(<SignUpPage next="/invitation/tok" onDone={vi.fn()} />);
    expect(await screen.findByText('Kitchen table')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Sign in' })).toHaveAttribute(
      'href',
      '/sign-in?next=%2Finvitation%2Ftok',
    );
  });
});
