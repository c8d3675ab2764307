import { screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { type MockApi, mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { ada, server as info, session } from '@/test/samples';
import { ConfirmAddress } from './ConfirmAddress';

let server: MockApi;

beforeEach(() => {
  server = mockApi();
});

test('asks who has not confirmed, and mails the link again', async () => {
  server.on('get', '/api/v1/server', () => ({ ...info, email_verification: true }));
  server.on(
    'post',
    '/api/v1/auth/verify-email/mail',
    () => new Response(null, { status: 202, headers: { 'content-length': '0' } }),
  );
  adoptSession(session({ ...ada, email_verified: false }));
  const { user } = await renderPage(<ConfirmAddress />);
  expect(await screen.findByText(/Confirm ada@example\.org/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Mail it again' }));
  expect(await screen.findByText('A new mail is on its way.')).toBeInTheDocument();
});

test.each([
  ['where the server does not ask', false, false],
  ['who has confirmed', true, true],
])('leaves alone %s', async (_, asks, confirmed) => {
  server.on('get', '/api/v1/server', () => ({ ...info, email_verification: asks }));
  adoptSession(session({ ...ada, email_verified: confirmed }));
  await renderPage(
    <>
      <ConfirmAddress />
      <p>page</p>
    </>,
  );
  expect(await screen.findByText('page')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Mail it again' })).not.toBeInTheDocument();
});
