import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { Card, Group, Payment, Share } from '@/lib/api/types';
import { leaveFor } from '@/lib/leaveFor';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { ada, bo, group, server as info, member, period, session } from '@/test/samples';
import { BillingPage } from './BillingPage';
import type { Return } from './useReturn';

vi.mock('@/lib/leaveFor', () => ({ leaveFor: vi.fn(() => new Promise(() => undefined)) }));

const usd = (amount: number) => ({ amount, currency: 'USD' });
const visa: Card = {
  brand: 'visa',
  last_four: '4242',
  expires_year: 2034,
  expires_month: 12,
  is_refused: false,
};

let server: MockApi;
let card: Card | null;
let mine: Share;

beforeEach(() => {
  vi.mocked(leaveFor).mockClear();
  server = mockApi();
  card = visa;
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
  server.on('get', '/api/v1/groups/{id}', now);
  server.on('get', '/api/v1/groups/{id}/invoices', () => ({ items: [invoice()], next: null }));
  server.on('get', '/api/v1/groups/{id}/top-up', () => ({
    offers: [],
    ordered: null,
    period_ends_at: period.ends_at,
  }));
  server.on('get', '/api/v1/payments', () => ({ items: [], next: null }));
  server.on('get', '/api/v1/server', () => ({ ...info, card_payments: true }));
  server.on('get', '/api/v1/me/card', () => ({ card }));
  adoptSession(session());
});

function now(): Group {
  const share = { share: usd(1200), to_pay: usd(1200) };
  return group({
    status: 'active',
    period,
    members: [
      member(ada, 1, { ...share, share_id: 's-1', share_status: mine.status }),
      member(bo, 2, { ...share, share_id: 's-2', share_status: 'due' }),
    ],
  });
}

function invoice() {
  const { starts_at, ends_at } = period;
  const theirs: Share = { ...mine, id: 's-2', user_id: bo.id, name: 'Bo', status: 'due', payment: null };
  return {
    id: 'v-1',
    number: 'P-0001',
    status: 'final' as const,
    kind: 'period' as const,
    period_number: 1,
    starts_at,
    ends_at,
    total: usd(2400),
    final_at: starts_at,
    shares: [mine, theirs],
  };
}

function paid(by: Partial<Payment>): Payment {
  return {
    id: 'pay-1',
    status: 'sending',
    method: 'card',
    reference: null,
    created_at: '2026-11-23T08:00:00Z',
    reason: null,
    failure: null,
    payer_id: ada.id,
    refunded: usd(0),
    ...by,
  };
}

async function show(back: Return = {}) {
  const page = await renderPage(<BillingPage groupId="g-1" back={back} />);
  await screen.findByRole('heading', { name: 'Invoice P-0001' });
  return page;
}

describe('payment by card', () => {
  test('a saved card pays the own part at once', async () => {
    server.on('post', '/api/v1/shares/{id}/payments', () => {
      mine = { ...mine, status: 'paid', payment: paid({ status: 'confirmed' }) };
      return { id: 'pay-1', status: 'confirmed', redirect_url: null };
    });
    const { user } = await show();
    expect(await screen.findByText('Visa •••• 4242, until 12/34')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Pay 12.00 USD with •••• 4242' }));
    expect(await screen.findByText('Paid by card on Nov 23')).toBeInTheDocument();
    expect(server.calls('post', '/api/v1/shares/s-1/payments')[0]?.body).toEqual({ method: 'card' });
  });

  test('a declined card says why, and can be tried again', async () => {
    mine = { ...mine, payment: paid({ status: 'failed', failure: 'insufficient_funds' }) };
    await show();
    const why = /Your card was not charged: there is not enough money on it/;
    expect(await screen.findByText(why)).toBeInTheDocument();
    expect(await screen.findByRole('button', { name: /^Pay 12.00 USD/ })).toBeInTheDocument();
  });

  test('a bank that asks is gone to at once', async () => {
    server.on('post', '/api/v1/shares/{id}/payments', () => {
      mine = { ...mine, status: 'processing', payment: paid({ status: 'action_required' }) };
      return { id: 'pay-1', status: 'action_required', redirect_url: 'https://bank.example/1' };
    });
    const { user } = await show();
    await user.click(await screen.findByRole('button', { name: /^Pay 12.00 USD/ }));
    await waitFor(() => expect(leaveFor).toHaveBeenCalledWith('https://bank.example/1'));
  });

  test('a bank that asked while the payer was away is gone to later', async () => {
    mine = { ...mine, status: 'processing', payment: paid({ status: 'action_required' }) };
    server.on('post', '/api/v1/payments/{id}/authenticate', () => ({
      id: 'pay-1',
      status: 'action_required',
      redirect_url: 'https://bank.example/2',
    }));
    const { user } = await show();
    expect(screen.getByText('Your bank wants you to confirm this payment.')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Confirm with your bank' }));
    await waitFor(() => expect(leaveFor).toHaveBeenLastCalledWith('https://bank.example/2'));
  });

  test('whoever goes back from the bank can go there again', async () => {
    mine = { ...mine, status: 'processing', payment: paid({ status: 'action_required' }) };
    const state = { id: 'pay-1', status: 'action_required', redirect_url: 'https://bank.example/2' } as const;
    server.on('post', '/api/v1/payments/{id}/authenticate', () => state);
    server.on('post', '/api/v1/payments/{id}/refresh', () => state);
    let back = () => {};
    vi.mocked(leaveFor).mockReturnValueOnce(new Promise<void>((resolve) => (back = resolve)));
    const { user } = await show();
    const confirm = screen.getByRole('button', { name: 'Confirm with your bank' });
    await user.click(confirm);
    await waitFor(() => expect(leaveFor).toHaveBeenCalledTimes(1));
    expect(confirm).toHaveAttribute('aria-busy', 'true');
    back();
    await waitFor(() => expect(confirm).not.toHaveAttribute('aria-busy'));
    expect(server.calls('post', '/api/v1/payments/pay-1/refresh')).toHaveLength(1);
    await user.click(confirm);
    await waitFor(() => expect(leaveFor).toHaveBeenCalledTimes(2));
  });

  test('a vendor that does not answer leaves everything as it is', async () => {
    server.on('post', '/api/v1/shares/{id}/payments', () => new Refusal(502, 'payment_vendor_unavailable'));
    const { user } = await show();
    await user.click(await screen.findByRole('button', { name: /^Pay 12.00 USD/ }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Nothing was charged');
  });

  test('a card is saved at the vendor’s page', async () => {
    card = null;
    server.on('post', '/api/v1/me/card', () => ({ url: 'https://vendor.example/page' }));
    const { user } = await show();
    expect(await screen.findByText('No card saved')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Save a card' }));
    await waitFor(() => expect(leaveFor).toHaveBeenCalledWith('https://vendor.example/page'));
    expect(server.calls('post', '/api/v1/me/card')[0]?.body).toEqual({ group_id: 'g-1' });
  });

  test('a saved card is removed', async () => {
    server.on('delete', '/api/v1/me/card', () => {
      card = null;
      return null;
    });
    const { user } = await show();
    await user.click(await screen.findByRole('button', { name: 'Remove card' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Remove card' }));
    expect(await screen.findByText('No card saved')).toBeInTheDocument();
  });

  test('coming back with a card pays once what is due', async () => {
    server.on('post', '/api/v1/me/card/{id}/finish', () => ({ card: visa }));
    server.on('post', '/api/v1/shares/{id}/payments', () => {
      mine = { ...mine, status: 'paid', payment: paid({ status: 'confirmed' }) };
      return { id: 'pay-1', status: 'confirmed', redirect_url: null };
    });
    await show({ card: 'setup-1' });
    expect(await screen.findByText('Paid by card on Nov 23')).toBeInTheDocument();
    expect(server.calls('post', '/api/v1/me/card/setup-1/finish')).toHaveLength(1);
    const paying = server.calls('post', '/api/v1/shares/s-1/payments');
    expect(paying).toHaveLength(1);
    expect(paying[0]?.headers.get('Idempotency-Key')).toBe('setup-1');
  });

  test('coming back without a card pays nothing', async () => {
    server.on('post', '/api/v1/me/card/{id}/finish', () => ({ card: null }));
    await show({ card: 'setup-1' });
    await waitFor(() => expect(server.calls('post', '/api/v1/me/card/setup-1/finish')).toHaveLength(1));
    expect(server.calls('post', '/api/v1/shares/s-1/payments')).toHaveLength(0);
  });

  test('coming back from the bank asks how the payment stands', async () => {
    server.on('post', '/api/v1/payments/{id}/refresh', () => ({
      id: 'pay-1',
      status: 'confirmed',
      redirect_url: null,
    }));
    await show({ payment: 'pay-1' });
    await waitFor(() => expect(server.calls('post', '/api/v1/payments/pay-1/refresh')).toHaveLength(1));
  });

  test('somebody else’s part is covered with my card', async () => {
    server.on('post', '/api/v1/shares/{id}/cover', () => ({
      id: 'pay-2',
      status: 'confirmed',
      redirect_url: null,
    }));
    const { user } = await show();
    await user.click(await screen.findByRole('button', { name: 'Cover Bo' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText(/charged to your card •••• 4242/)).toBeInTheDocument();
    await user.click(dialog.getByRole('button', { name: 'Pay 12.00 USD' }));
    await waitFor(() => expect(server.calls('post', '/api/v1/shares/s-2/cover')).toHaveLength(1));
    expect(server.calls('post', '/api/v1/shares/s-2/cover')[0]?.body).toEqual({ method: 'card' });
  });

  test('what was given back is on the receipt', async () => {
    mine = { ...mine, status: 'paid', payment: paid({ status: 'confirmed', refunded: usd(300) }) };
    await show();
    expect(screen.getByText('3.00 USD given back')).toBeInTheDocument();
  });

  test('what the bank took back is owed again', async () => {
    mine = { ...mine, status: 'due', payment: paid({ status: 'lost' }) };
    await show();
    expect(screen.getByText('The bank has taken this payment back')).toBeInTheDocument();
    expect(screen.getByText(/Pay it another way, or again/)).toBeInTheDocument();
  });

  test('where the server takes cards only, nobody is asked to pay by hand', async () => {
    server.on('get', '/api/v1/server', () => ({ ...info, card_payments: true, manual_payments: false }));
    await show();
    expect(await screen.findByRole('button', { name: /^Pay 12.00 USD/ })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'I have paid' })).not.toBeInTheDocument();
  });
});
