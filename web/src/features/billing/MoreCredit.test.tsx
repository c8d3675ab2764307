import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { TopUpOrder } from '@/lib/api/types';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { ada, bo, group, server as info, member, period, session } from '@/test/samples';
import { MoreCredit } from './MoreCredit';

const PACK = 5_000_000_000;

let server: MockApi;
let ordered: TopUpOrder | null;

beforeEach(() => {
  adoptSession(session());
  server = mockApi();
  ordered = null;
  server.on('get', '/api/v1/server', () => info);
  server.on('get', '/api/v1/groups/{id}', () =>
    group({ status: 'active', period, members: [member(ada, 1), member(bo, 2)] }),
  );
  server.on('get', '/api/v1/groups/{id}/top-up', () => ({
    offers: [1, 2].map((packs) => ({
      packs,
      credit_nanousd: packs * PACK,
      price: { amount: packs * 600, currency: 'USD' },
    })),
    ordered,
    period_ends_at: period.ends_at,
  }));
});

test('credit is ordered, and then it waits to be paid or taken back', async () => {
  server.on('post', '/api/v1/groups/{id}/top-up', () => {
    ordered = {
      share_id: 's-9',
      credit_nanousd: 2 * PACK,
      to_pay: { amount: 1200, currency: 'USD' },
      is_processing: false,
    };
    return ordered;
  });
  server.on('delete', '/api/v1/groups/{id}/top-up', () => {
    ordered = null;
    return null;
  });
  await renderPage(<MoreCredit groupId="g-1" />);
  await userEvent.selectOptions(await screen.findByLabelText('How much'), '2');
  await userEvent.click(screen.getByRole('button', { name: 'Order' }));
  expect(await screen.findByText(/You have ordered 10.00 USD of credit/)).toBeVisible();
  expect(server.calls('post', '/api/v1/groups/g-1/top-up')[0]?.body).toEqual({ packs: 2 });
  expect(await screen.findByRole('button', { name: 'I have paid' })).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Take the order back' }));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Order' })).toBeVisible());
});

test('a refusal says why, and what was chosen stays', async () => {
  server.on('post', '/api/v1/groups/{id}/top-up', () => new Refusal(409, 'share_past_due'));
  await renderPage(<MoreCredit groupId="g-1" />);
  await userEvent.selectOptions(await screen.findByLabelText('How much'), '2');
  await userEvent.click(screen.getByRole('button', { name: 'Order' }));
  expect(await screen.findByRole('alert')).toBeVisible();
  expect(screen.getByLabelText('How much')).toHaveValue('2');
});

test('nothing is offered where the plan has no price', async () => {
  server.on('get', '/api/v1/groups/{id}/top-up', () => ({
    offers: [],
    ordered: null,
    period_ends_at: period.ends_at,
  }));
  await renderPage(<MoreCredit groupId="g-1" />);
  await waitFor(() => expect(server.calls('get', '/api/v1/groups/g-1/top-up')).toHaveLength(1));
  expect(screen.queryByRole('heading', { name: 'More credit' })).toBeNull();
});
