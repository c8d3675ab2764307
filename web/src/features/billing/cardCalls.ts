import type { QueryClient } from '@tanstack/react-query';
import { queryOptions } from '@tanstack/react-query';
import { api, idempotent, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Card, PaymentState } from '@/lib/api/types';
import { leaveFor } from '@/lib/leaveFor';

/** My saved card; null while there is none. */
export const cardQuery = queryOptions({
  queryKey: keys.card,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/me/card', { signal }))).card,
});

/** Charges my saved card for my share. */
export function payByCard(shareId: string, key: string): Promise<PaymentState> {
  return unwrap(
    api.POST('/api/v1/shares/{id}/payments', {
      params: { path: { id: shareId } },
      headers: idempotent(key),
      body: { method: 'card' },
    }),
  );
}

/** Charges my saved card for somebody else's share. */
export function coverByCard(shareId: string, key: string): Promise<PaymentState> {
  return unwrap(
    api.POST('/api/v1/shares/{id}/cover', {
      params: { path: { id: shareId } },
      headers: idempotent(key),
      body: { method: 'card' },
    }),
  );
}

/** Where my bank asks me about a payment, if it still does. */
export function askBank(paymentId: string): Promise<PaymentState> {
  return unwrap(api.POST('/api/v1/payments/{id}/authenticate', { params: { path: { id: paymentId } } }));
}

/** Goes to my bank's page where it asks me about a payment. How the payment stands where there is none, or I came back to this page. */
export async function throughBank({
  id,
  status,
  redirect_url,
}: PaymentState): Promise<PaymentState['status']> {
  if (redirect_url === null) {
    return status;
  }
  await leaveFor(redirect_url);
  return (await refreshPayment(id)).status;
}

/** Asks the vendor how a payment of mine stands now. */
export function refreshPayment(paymentId: string): Promise<PaymentState> {
  return unwrap(api.POST('/api/v1/payments/{id}/refresh', { params: { path: { id: paymentId } } }));
}

/** Where I type a card; I come back to the group's bills. */
export async function cardPage(groupId: string): Promise<string> {
  return (await unwrap(api.POST('/api/v1/me/card', { body: { group_id: groupId } }))).url;
}

/** I am back from there: the card, if I saved one. */
export async function finishCard(setupId: string): Promise<Card | null> {
  const { card } = await unwrap(
    api.POST('/api/v1/me/card/{id}/finish', { params: { path: { id: setupId } } }),
  );
  return card;
}

export async function removeCard(queries: QueryClient): Promise<void> {
  await unwrap(api.DELETE('/api/v1/me/card'));
  await queries.invalidateQueries({ queryKey: keys.card });
}
