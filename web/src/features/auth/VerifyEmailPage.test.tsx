import { screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { forget } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { VerifyEmailPage } from './VerifyEmailPage';

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  forget();
});

test('confirms the address by the link alone, also where nobody is signed in', async () => {
  server.on('post', '/api/v1/auth/verify-email', () => null);
  await renderPage(<VerifyEmailPage token="tok" />);
  expect(await screen.findByText('Your address is confirmed.')).toBeInTheDocument();
  expect(server.calls('post', '/api/v1/auth/verify-email').map(({ body }) => body)).toEqual([
    { token: 'tok' },
  ]);
});

test('says when the link is over', async () => {
  server.on('post', '/api/v1/auth/verify-email', () => new Refusal(410, 'link_over'));
  await renderPage(<VerifyEmailPage token="tok" />);
  expect(await screen.findByRole('alert')).toHaveTextContent('used before or has expired');
});

test('without a connection it can be tried again: the link is no longer in the address', async () => {
  let reached = false;
  server.on('post', '/api/v1/auth/verify-email', () => (reached ? null : new Refusal(503, 'shutting_down')));
  const { user } = await renderPage(<VerifyEmailPage token="tok" />);
  const again = await screen.findByRole('button', { name: 'Try again' });
  reached = true;
  await user.click(again);
  expect(await screen.findByText('Your address is confirmed.')).toBeInTheDocument();
});
