import { onlineManager } from '@tanstack/react-query';
import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { Group, Invoice, PaymentClaim, Share } from '@/lib/api/types';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { ada, bo, group, server as info, member, period, session } from '@/test/samples';
import { BillingPage } from './BillingPage';

let server: MockApi;
let mine: Share;
let claims: PaymentClaim[];

const usd = (amount: number) => ({ amount, currency: 'USD' });

beforeEach(() => {
  server = mockApi();
  mine = {
    id: 's-1',
    user_id: ada.id,
    name: 'Ada',
    amount: usd(1200),
    credited: usd(0),
    to_pay: usd(1200),
    status: 'due',
    payment: null,
  };
  claims = [];
  server.on('get', '/api/v1/groups/{id}', now);
  server.on('get', '/api/v1/groups/{id}/invoices', () => ({ items: [invoice()], next: null }));
  server.on('get', '/api/v1/payments', () => ({ items: claims, next: null }));
  server.on('get', '/api/v1/server', () => info);
  server.on('get', '/api/v1/groups/{id}/top-up', () => ({
    offers: [],
    ordered: null,
    period_ends_at: period.ends_at,
  }));
  adoptSession(session());
});

afterEach(() => onlineManager.setOnline(true));

function now(): Group {
  return group({
    status: 'active',
    period,
    members: [
      member(ada, 1, { share: usd(1200), to_pay: usd(1200), share_id: 's-1', share_status: mine.status }),
      member(bo, 2, { share: usd(1200), share_id: 's-2', share_status: 'processing' }),
    ],
  });
}

function invoice(): Invoice {
  return {
    id: 'v-1',
    number: 'P-0001',
    status: 'final',
    kind: 'period',
    period_number: 1,
    starts_at: period.starts_at,
    ends_at: period.ends_at,
    total: usd(2400),
    final_at: period.starts_at,
    shares: [
      mine,
      {
        id: 's-2',
        user_id: bo.id,
        name: 'Bo',
        amount: usd(1200),
        credited: usd(0),
        to_pay: usd(1200),
        status: 'processing',
        payment: null,
      },
    ],
  };
}

const claim: PaymentClaim = {
  id: 'pay-2',
  status: 'claimed',
  group_id: 'g-1',
  group_name: 'Kitchen table',
  share_id: 's-2',
  payer: { user_id: bo.id, name: 'Bo' },
  amount: usd(1200),
  invoice_number: 'P-0001',
  method: 'manual',
  reference: 'cash',
  created_at: '2026-11-12T08:00:00Z',
  refunded: usd(0),
  refundable: { share: usd(0), balance: usd(0) },
};

async function show() {
  const page = await renderPage(<BillingPage groupId="g-1" />);
  await screen.findByRole('heading', { name: 'Invoice P-0001' });
  return page;
}

describe('billing', () => {
  test('an invoice shows everybody’s share and what they sum to', async () => {
    await show();
    const receipt = within(screen.getByRole('article'));
    expect(receipt.getByText('Nov 11 – Dec 10, 2026')).toBeInTheDocument();
    expect(receipt.getAllByText('12.00 USD')).toHaveLength(2);
    expect(receipt.getByText('24.00 USD')).toBeInTheDocument();
  });

  test('without a connection its place is kept until there is one', async () => {
    server.on('get', '/api/v1/groups/{id}', () => {
      onlineManager.setOnline(false);
      return now();
    });
    await renderPage(<BillingPage groupId="g-1" />);
    expect(await screen.findByRole('status')).toHaveTextContent('Loading');
    act(() => onlineManager.setOnline(true));
    expect(await screen.findByRole('heading', { name: 'Invoice P-0001' })).toBeInTheDocument();
  });

  test('saying that one has paid sends the reference, and then it waits', async () => {
    server.on('post', '/api/v1/shares/{id}/payments', ({ body }) => {
      const { reference } = body as { reference: string };
      mine = {
        ...mine,
        status: 'processing',
        payment: {
          id: 'pay-1',
          status: 'claimed',
          method: 'manual',
          reference,
          created_at: '2026-11-23T08:00:00Z',
          reason: null,
          failure: null,
          payer_id: ada.id,
          refunded: usd(0),
        },
      };
      return { id: 'pay-1', status: 'claimed', redirect_url: null };
    });
    const { user } = await show();
    await user.click(screen.getByRole('button', { name: 'I have paid' }));
    await user.type(screen.getByLabelText('How they can recognise it (optional)'), 'transfer');
    await user.click(screen.getByRole('button', { name: 'I have paid 12.00 USD' }));
    expect(await screen.findByText(/You said on Nov 23 .*“transfer”/)).toBeInTheDocument();
    expect(server.calls('post', '/api/v1/shares/s-1/payments')[0]?.body).toEqual({
      method: 'manual',
      reference: 'transfer',
    });
  });

  test('a refused claim keeps what was typed', async () => {
    server.on('post', '/api/v1/shares/{id}/payments', () => new Refusal(409, 'payment_not_claimable'));
    const { user } = await show();
    await user.click(screen.getByRole('button', { name: 'I have paid' }));
    await user.type(screen.getByLabelText('How they can recognise it (optional)'), 'transfer');
    await user.click(screen.getByRole('button', { name: 'I have paid 12.00 USD' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('There is nothing to pay here now');
    expect(screen.getByLabelText('How they can recognise it (optional)')).toHaveValue('transfer');
  });

  test('a rejected payment tells why, and can be claimed again', async () => {
    mine = {
      ...mine,
      payment: {
        id: 'pay-1',
        status: 'rejected',
        method: 'manual',
        reference: null,
        created_at: '2026-11-20T08:00:00Z',
        reason: 'Nothing came',
        failure: null,
        payer_id: ada.id,
        refunded: usd(0),
      },
    };
    await show();
    expect(screen.getByText('Your payment was not confirmed: “Nothing came”')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'I have paid' })).toBeInTheDocument();
  });

  test('the payee confirms', async () => {
    claims = [claim];
    server.on('post', '/api/v1/payments/{id}/confirm', () => {
      claims = [];
      return { id: 'pay-2', status: 'confirmed', redirect_url: null };
    });
    const { user } = await show();
    await user.click(await screen.findByRole('button', { name: 'Confirm' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Confirm' })).not.toBeInTheDocument());
    expect(server.calls('post', '/api/v1/payments/pay-2/confirm')).toHaveLength(1);
  });

  test('the payee rejects only with a reason', async () => {
    claims = [claim];
    server.on('post', '/api/v1/payments/{id}/reject', () => {
      claims = [];
      return { id: 'pay-2', status: 'rejected', redirect_url: null };
    });
    const { user } = await show();
    await user.click(await screen.findByRole('button', { name: 'Not received' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Not received' }));
    expect(dialog.getByText('Say why, so that Bo knows what to do.')).toBeInTheDocument();
    await user.type(dialog.getByLabelText('Reason'), 'Nothing came');
    await user.click(dialog.getByRole('button', { name: 'Not received' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(server.calls('post', '/api/v1/payments/pay-2/reject')[0]?.body).toEqual({
      reason: 'Nothing came',
    });
  });
});
