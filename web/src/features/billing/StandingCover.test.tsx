import { screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { group, session } from '@/test/samples';
import { StandingCoverSection } from './StandingCover';

beforeEach(() => adoptSession(session()));

test('a limit is set, and what is no amount is not sent', async () => {
  const api = mockApi();
  const limit = { amount: 1000, currency: 'USD' };
  api.on('get', '/api/v1/groups/{id}', () => group());
  api.on('get', '/api/v1/groups/{id}/standing-cover', () => ({ limit: null }));
  api.on('put', '/api/v1/groups/{id}/standing-cover', () => ({ limit }));
  const { user } = await renderPage(<StandingCoverSection groupId="g-1" />);
  expect(await screen.findByText('You cover nobody by yourself.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Change' }));
  const field = screen.getByLabelText('At most in a month (USD)');
  await user.type(field, 'a lot');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(screen.getByText(/^Name an amount/)).toBeVisible();
  await user.clear(field);
  await user.type(field, '10.00');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect((await screen.findAllByText('You cover others up to 10.00 USD a month.'))[0]).toBeVisible();
  expect(api.calls('put', '/api/v1/groups/g-1/standing-cover').map((call) => call.body)).toEqual([{ limit }]);
});
