import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { PaymentClaim } from '@/lib/api/types';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { bo, session } from '@/test/samples';
import { PaymentsPage } from './PaymentsPage';

const usd = (amount: number) => ({ amount, currency: 'USD' });

let server: MockApi;
let arrived: PaymentClaim;

beforeEach(() => {
  server = mockApi();
  arrived = {
    id: 'pay-1',
    status: 'confirmed',
    group_id: 'g-1',
    group_name: 'Kitchen table',
    share_id: 's-2',
    payer: { user_id: bo.id, name: 'Bo' },
    amount: usd(1200),
    invoice_number: 'P-0001',
    method: 'card',
    reference: null,
    created_at: '2026-11-12T08:00:00Z',
    refunded: usd(0),
    refundable: { share: usd(1200), balance: usd(0) },
  };
  server.on('get', '/api/v1/payments', ({ query }) => ({
    items: query.get('status') === 'confirmed' ? [arrived] : [],
    next: null,
  }));
  adoptSession(session());
});

async function giveBack(amount: string) {
  const { user } = await renderPage(<PaymentsPage />);
  await user.click(await screen.findByRole('button', { name: 'Give back 12.00 USD to Bo' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Give Bo money back?' }));
  const field = dialog.getByLabelText('How much, in USD');
  expect(field).toHaveValue('12.00');
  await user.clear(field);
  await user.type(field, amount);
  await user.click(dialog.getByRole('button', { name: 'Give back' }));
  return { dialog, user };
}

describe('payments that have arrived', () => {
  test('a part is given back, and it says so', async () => {
    server.on('post', '/api/v1/payments/{id}/refund', () => {
      arrived = { ...arrived, refunded: usd(500), refundable: { share: usd(700), balance: usd(0) } };
      return { id: 'r-1', status: 'sent', amount: usd(500) };
    });
    await giveBack('5');
    expect(await screen.findByText('5.00 USD are given back to Bo.')).toBeInTheDocument();
    expect(await screen.findByText('5.00 USD given back')).toBeInTheDocument();
    expect(server.calls('post', '/api/v1/payments/pay-1/refund')[0]?.body).toEqual({
      amount: 500,
      from: 'share',
    });
  });

  test('more than there is, or nothing, is not even asked for', async () => {
    const { dialog, user } = await giveBack('12.01');
    expect(await dialog.findByText('More than nothing, and at most 12.00 USD.')).toBeInTheDocument();
    const field = dialog.getByLabelText('How much, in USD');
    for (const text of ['0', '-3', 'all']) {
      await user.clear(field);
      await user.type(field, text);
      await user.click(dialog.getByRole('button', { name: 'Give back' }));
      await waitFor(() => expect(field).toHaveAccessibleDescription(/at most 12.00 USD/));
    }
    expect(server.calls('post', '/api/v1/payments/pay-1/refund')).toHaveLength(0);
  });

  test('a refusal is told, and the dialog stays', async () => {
    server.on('post', '/api/v1/payments/{id}/refund', () => new Refusal(409, 'refund_too_much'));
    const { dialog } = await giveBack('5');
    expect(await dialog.findByRole('alert')).toBeInTheDocument();
  });

  test('what can be taken from two places asks from which', async () => {
    arrived = { ...arrived, refundable: { share: usd(1200), balance: usd(300) } };
    server.on('post', '/api/v1/payments/{id}/refund', () => ({
      id: 'r-1',
      status: 'sending',
      amount: usd(300),
    }));
    const { user } = await renderPage(<PaymentsPage />);
    await user.click(await screen.findByRole('button', { name: 'Give back 12.00 USD to Bo' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.selectOptions(dialog.getByLabelText('Taken from'), 'balance');
    await user.clear(dialog.getByLabelText('How much, in USD'));
    await user.type(dialog.getByLabelText('How much, in USD'), '3.00');
    await user.click(dialog.getByRole('button', { name: 'Give back' }));
    await waitFor(() =>
      expect(server.calls('post', '/api/v1/payments/pay-1/refund')[0]?.body).toEqual({
        amount: 300,
        from: 'balance',
      }),
    );
  });

  test('what was given back whole offers nothing more', async () => {
    arrived = { ...arrived, refunded: usd(1200), refundable: { share: usd(0), balance: usd(0) } };
    await renderPage(<PaymentsPage />);
    expect(await screen.findByText('12.00 USD given back')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Give back/ })).toBeNull();
  });
});
