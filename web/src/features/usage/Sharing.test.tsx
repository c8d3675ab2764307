import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { Sharing } from './Sharing';

beforeEach(() => adoptSession(session()));

test('the owner chooses for the next month, and what holds now is still told', async () => {
  const api = mockApi();
  api.on('get', '/api/v1/groups/{id}/lending', () => ({ now: 'on', next: 'on' }));
  api.on('put', '/api/v1/groups/{id}/lending', () => ({ now: 'on', next: 'strict' }));
  await renderPage(<Sharing groupId="g-1" isOwner />);
  await userEvent.click(await screen.findByRole('radio', { name: 'Strict' }));
  expect(await screen.findByText(/^From the next month on: Nothing is lent/)).toBeVisible();
  expect(screen.getByText(/^What members leave unused is lent/)).toBeVisible();
  expect(api.calls('put', '/api/v1/groups/g-1/lending')[0]?.body).toEqual({ lending: 'strict' });
});

test('a member reads how it is shared', async () => {
  mockApi().on('get', '/api/v1/groups/{id}/lending', () => ({ now: 'common', next: 'common' }));
  await renderPage(<Sharing groupId="g-1" isOwner={false} />);
  expect(await screen.findByText(/^All of it is one pot/)).toBeVisible();
  expect(screen.queryByRole('radio')).toBeNull();
});
