import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { MyCaps } from './MyCaps';

beforeEach(() => adoptSession(session()));

test('limits are shown, checked and saved', async () => {
  const api = mockApi();
  api.on('get', '/api/v1/groups/{id}/caps', () => ({ turn_nanousd: null, day_nanousd: 500_000_000 }));
  api.on('put', '/api/v1/groups/{id}/caps', ({ body }) => body as { turn_nanousd: number | null });
  await renderPage(<MyCaps groupId="g-1" />);
  const day = await screen.findByLabelText('At most a day, in USD');
  expect(day).toHaveValue('0.50');
  const turn = screen.getByLabelText('At most for one question, in USD');
  expect(turn).toHaveValue('');
  await userEvent.type(turn, 'lots');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(screen.getByText('Write an amount such as 0.50, or leave it empty.')).toBeVisible();
  expect(turn).toHaveFocus();
  expect(api.calls('put', '/api/v1/groups/g-1/caps')).toHaveLength(0);
  await userEvent.clear(turn);
  await userEvent.type(turn, '0,02');
  await userEvent.clear(day);
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(api.calls('put', '/api/v1/groups/g-1/caps')[0]?.body).toEqual({
    turn_nanousd: 20_000_000,
    day_nanousd: null,
  });
});

test('a refusal leaves what was typed', async () => {
  const api = mockApi();
  api.on('get', '/api/v1/groups/{id}/caps', () => ({ turn_nanousd: null, day_nanousd: null }));
  api.on('put', '/api/v1/groups/{id}/caps', () => new Refusal(500, 'internal'));
  await renderPage(<MyCaps groupId="g-1" />);
  await userEvent.type(await screen.findByLabelText('At most a day, in USD'), '3');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByRole('alert')).toBeVisible();
  expect(screen.getByLabelText('At most a day, in USD')).toHaveValue('3');
});
