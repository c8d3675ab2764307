import type { QueryClient } from '@tanstack/react-query';
import { api, idempotent, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Amount, RefundState, SettleTransfer, StandingCover } from '@/lib/api/types';

/** Says that a share was paid by hand. An empty reference is left out. */
export function claimPayment(shareId: string, reference: string, key: string): Promise<unknown> {
  return unwrap(
    api.POST('/api/v1/shares/{id}/payments', {
      params: { path: { id: shareId } },
      headers: idempotent(key),
      body: { method: 'manual', ...(reference === '' ? {} : { reference }) },
    }),
  );
}

export function confirmPayment(paymentId: string): Promise<unknown> {
  return unwrap(api.POST('/api/v1/payments/{id}/confirm', { params: { path: { id: paymentId } } }));
}

export function rejectPayment(paymentId: string, reason: string): Promise<unknown> {
  return unwrap(
    api.POST('/api/v1/payments/{id}/reject', { params: { path: { id: paymentId } }, body: { reason } }),
  );
}

/** Where a refund is taken from: a part that a credit note lowers first, or what is on the payer's balance. */
export type RefundFrom = 'share' | 'balance';

/** Gives a payment back, or a part of it. */
export function refundPayment(
  paymentId: string,
  refund: { amount: number; from: RefundFrom },
  key: string,
): Promise<RefundState> {
  return unwrap(
    api.POST('/api/v1/payments/{id}/refund', {
      params: { path: { id: paymentId } },
      headers: idempotent(key),
      body: refund,
    }),
  );
}

/** Says that somebody else's share was paid for them. */
export function coverShare(shareId: string, key: string): Promise<unknown> {
  return unwrap(
    api.POST('/api/v1/shares/{id}/cover', {
      params: { path: { id: shareId } },
      headers: idempotent(key),
      body: {},
    }),
  );
}

/** Says that a member has paid me back. */
export function recordPayback(groupId: string, transfer: SettleTransfer, key: string): Promise<unknown> {
  return unwrap(
    api.POST('/api/v1/groups/{id}/settle-up', {
      params: { path: { id: groupId } },
      headers: idempotent(key),
      body: { from_user_id: transfer.from_user_id, amount: transfer.amount },
    }),
  );
}

/** Covers others by oneself up to an amount in a month; null: not at all. */
export function setStandingCover(groupId: string, limit: Amount | null): Promise<StandingCover> {
  return unwrap(
    api.PUT('/api/v1/groups/{id}/standing-cover', { params: { path: { id: groupId } }, body: { limit } }),
  );
}

/** After a payment changed: the group, its invoices and the claims are asked for again. */
export async function refreshBilling(queries: QueryClient, groupId: string): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: keys.group(groupId) }),
    queries.invalidateQueries({ queryKey: keys.payments }),
  ]);
}
