import { screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { GroupActivity as Line } from '@/lib/api/types';
import { type MockApi, mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { GroupActivity } from './GroupActivity';

let server: MockApi;

const people = [
  { user_id: 'u-ada', name: 'Ada' },
  { user_id: 'u-bo', name: 'Bo' },
];

function line(id: string, event: Line['event']): Line {
  return { id, at: '2026-11-25T10:00:00Z', event, people };
}

beforeEach(() => {
  server = mockApi();
  adoptSession(session());
});

test('tells what happened with names and amounts, the newest first', async () => {
  server.on('get', '/api/v1/groups/{id}/activity', () => ({
    items: [
      line('5', { kind: 'covered', user_id: 'u-bo', by: 'u-ada', amount: { amount: 800, currency: 'USD' } }),
      line('4', { kind: 'removed', user_id: 'u-bo', by: 'u-ada' }),
      line('3', { kind: 'invoiced', invoice: 'PL-2026-000001', total: { amount: 2400, currency: 'USD' } }),
      line('2', { kind: 'period_opened', number: 0 }),
      line('1', { kind: 'joined', user_id: 'u-bo' }),
    ],
    next: null,
  }));
  await renderPage(<GroupActivity groupId="g-1" />);
  const lines = await screen.findAllByRole('listitem');
  expect(lines.map((item) => item.textContent?.replace(/Nov 25.*/, ''))).toEqual([
    'Ada paid 8.00 USD for Bo',
    'Ada removed Bo',
    'Invoice PL-2026-000001 over 24.00 USD',
    'Month 1 began',
    'Bo joined',
  ]);
});

test('earlier lines come when asked for', async () => {
  server.on('get', '/api/v1/groups/{id}/activity', ({ query }) =>
    query.get('cursor') === 'more'
      ? { items: [line('1', { kind: 'made', user_id: 'u-ada' })], next: null }
      : { items: [line('2', { kind: 'joined', user_id: 'u-bo' })], next: 'more' },
  );
  const { user } = await renderPage(<GroupActivity groupId="g-1" />);
  await user.click(await screen.findByRole('button', { name: 'Show earlier' }));
  expect(await screen.findByText('Ada made the group')).toBeInTheDocument();
});
