import { screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { forget, sessionState } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { ada, server as info, session } from '@/test/samples';
import { IssuerReturnPage } from './IssuerReturnPage';

const ANSWER = { code: 'a-code', state: 'a-state' };

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  server.on('get', '/api/v1/server', () => ({ ...info, issuer: 'Kitchen ID' }));
  forget();
});

async function open(answer: typeof ANSWER | null = ANSWER) {
  const calls = { onDone: vi.fn(), onLinked: vi.fn(), onBack: vi.fn() };
  const { user } = await renderPage(<IssuerReturnPage answer={answer} {...calls} />);
  return { user, ...calls };
}

test('a known person types the password, and a code where the account asks for one', async () => {
  server.on('post', '/api/v1/auth/issuer/finish', () => ({
    step: 'unlock',
    email: 'ada@example.org',
    next: '/groups/g-1/chat',
  }));
  server.on('post', '/api/v1/auth/issuer/unlock', ({ body }) =>
    (body as { code?: string }).code === '123456'
      ? { ...session(), recovery_code: null }
      : new Refusal(401, 'second_factor_required'),
  );
  const { user, onDone } = await open();
  await user.type(await screen.findByLabelText('Password'), 'her password{Enter}');
  await user.type(await screen.findByLabelText('Code'), '123456{Enter}');
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledWith('/groups/g-1/chat'));
  expect(sessionState.get()).toEqual({ status: 'signed_in', user: ada });
  expect(server.calls('post', '/api/v1/auth/issuer/finish').map(({ body }) => body)).toEqual([ANSWER]);
});

test('a recovery code that was used is replaced, and the new one is shown before going on', async () => {
  server.on('post', '/api/v1/auth/issuer/finish', () => ({
    step: 'unlock',
    email: 'ada@example.org',
    next: null,
  }));
  server.on('post', '/api/v1/auth/issuer/unlock', () => ({ ...session(), recovery_code: 'NEW1-CODE' }));
  const { user, onDone } = await open();
  await user.click(await screen.findByRole('button', { name: 'I have my recovery code instead' }));
  await user.type(screen.getByLabelText('Your recovery code'), 'abcd efgh{Enter}');
  expect(await screen.findByText('NEW1-CODE')).toBeInTheDocument();
  expect(onDone).not.toHaveBeenCalled();
  await user.click(screen.getByRole('button', { name: 'I kept it' }));
  expect(onDone).toHaveBeenCalledWith(null);
});

test('somebody new chooses a password; another site is never gone on to', async () => {
  server.on('post', '/api/v1/auth/issuer/finish', () => ({
    step: 'sign_up',
    email: 'ada@example.org',
    name: 'Ada',
    next: '//evil.example/x',
  }));
  server.on('post', '/api/v1/auth/issuer/sign-up', () => ({ ...session(), recovery_code: 'ABCD-EFGH' }));
  const { user, onDone } = await open();
  expect(await screen.findByText(/^Kitchen ID knows you\./)).toBeInTheDocument();
  expect(screen.getByLabelText('Email address')).toHaveValue('ada@example.org');
  await user.type(screen.getByLabelText('Password for your chats'), 'short{Enter}');
  expect(server.calls('post', '/api/v1/auth/issuer/sign-up')).toHaveLength(0);
  await user.type(screen.getByLabelText('Password for your chats'), ' no more{Enter}');
  await user.click(await screen.findByRole('button', { name: 'I kept it' }));
  expect(onDone).toHaveBeenCalledWith(null);
  expect(server.calls('post', '/api/v1/auth/issuer/sign-up')[0]?.body).toEqual({
    name: 'Ada',
    email: 'ada@example.org',
    password: 'short no more',
  });
});

test('an account that was tied goes back to the settings', async () => {
  server.on('post', '/api/v1/auth/issuer/finish', () => ({ step: 'linked' }));
  const { onLinked } = await open();
  await vi.waitFor(() => expect(onLinked).toHaveBeenCalled());
  expect(await screen.findByText('Your account is tied to Kitchen ID.')).toBeInTheDocument();
});

test('who changed their mind, and who came too late, is told so', async () => {
  const { onDone } = await open(null);
  expect(await screen.findByText(/^You did not finish there/)).toBeInTheDocument();
  server.on('post', '/api/v1/auth/issuer/finish', () => new Refusal(401, 'issuer_over'));
  await open();
  expect(await screen.findByText(/^This sign-in took too long/)).toBeInTheDocument();
  expect(onDone).not.toHaveBeenCalled();
});
