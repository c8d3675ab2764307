import { screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { forget } from '@/lib/api/session';
import { type MockApi, mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { server as info } from '@/test/samples';
import { ForgotPasswordPage } from './ForgotPasswordPage';

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  forget();
});

test('asks for a link, and says the same whether there is an account or not', async () => {
  server.on('get', '/api/v1/server', () => ({ ...info, mail: true }));
  server.on(
    'post',
    '/api/v1/auth/password-reset',
    () => new Response(null, { status: 202, headers: { 'content-length': '0' } }),
  );
  const { user } = await renderPage(<ForgotPasswordPage />);
  await user.click(await screen.findByRole('button', { name: 'Mail me a link' }));
  expect(screen.getByText('An email address looks like name@example.org.')).toBeInTheDocument();
  await user.type(screen.getByLabelText('Email address'), ' ada@example.org ');
  await user.click(screen.getByRole('button', { name: 'Mail me a link' }));
  expect(await screen.findByText(/has an account here/)).toHaveTextContent('ada@example.org');
  expect(server.calls('post', '/api/v1/auth/password-reset')[0]?.body).toEqual({ email: 'ada@example.org' });
});

test('says whom to ask on a server that sends no mail', async () => {
  server.on('get', '/api/v1/server', () => ({ ...info, mail: false }));
  await renderPage(<ForgotPasswordPage />);
  expect(await screen.findByText(/Ask whoever runs it for a link/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Mail me a link' })).not.toBeInTheDocument();
});
