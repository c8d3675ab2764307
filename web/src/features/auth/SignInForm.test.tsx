import { screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { forget } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { SignInForm } from './SignInForm';

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  forget();
});

test('a code is asked for only after the password was right, and back leads to it', async () => {
  server.on('post', '/api/v1/auth/sign-in', ({ body }) => {
    const { password, code } = body as { password: string; code?: string };
    if (password !== 'right') {
      return new Refusal(401, 'invalid_credentials');
    }
    if (code === undefined) {
      return new Refusal(401, 'second_factor_required');
    }
    const error = { field: 'code', code: 'second_factor_wrong', message: 'This code is not right.' };
    return code === '123456' ? session() : new Refusal(401, 'second_factor_wrong', { errors: [error] });
  });
  const done = vi.fn();
  const { user } = await renderPage(<SignInForm onDone={done} />);
  await user.type(screen.getByLabelText('Email address'), 'ada@example.org');
  await user.type(screen.getByLabelText('Password'), 'wrong{Enter}');
  expect(await screen.findByText(/do not belong together/)).toBeVisible();
  expect(screen.queryByLabelText('Code')).toBeNull();

  await user.clear(screen.getByLabelText('Password'));
  await user.type(screen.getByLabelText('Password'), 'right{Enter}');
  expect(await screen.findByText(/^Your password is right/)).toBeVisible();
  await waitFor(() => expect(screen.getByLabelText('Code')).toHaveFocus());
  await user.keyboard('{Enter}');
  expect(await screen.findByText('Type the code.')).toBeVisible();
  await user.type(screen.getByLabelText('Code'), '000000{Enter}');
  expect(await screen.findByText(/^This code is not right, or was used before/)).toBeVisible();
  expect(done).not.toHaveBeenCalled();

  await user.click(screen.getByRole('button', { name: 'Back' }));
  expect(screen.getByLabelText('Password')).toHaveValue('right');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  await user.type(await screen.findByLabelText('Code'), '123456{Enter}');
  await waitFor(() => expect(done).toHaveBeenCalledOnce());
});
