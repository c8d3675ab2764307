import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { keys } from '@/lib/api/keys';
import { asProblem, isProblem } from '@/lib/api/problem';
import { groupQuery } from '@/lib/api/queries';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { toast } from '@/ui/toasts';
import { refreshBilling } from './calls';
import { finishCard, payByCard, refreshPayment, throughBank } from './cardCalls';
import { cardName } from './cardName';

import { paymentNews } from './paymentNews';

/** What the address says when somebody comes back from the payment vendor's or their bank's page. */
export type Return = { card?: string; payment?: string };

/** Does once what they came back for, tells how it came out, and takes it out of the address. */
export function useReturn(groupId: string, back: Return): void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const heard = useRef<string | null>(null);
  const { card, payment } = back;
  useEffect(() => {
    const news = card ?? payment;
    if (news === undefined || heard.current === news) {
      return;
    }
    heard.current = news;
    async function hear() {
      try {
        const text =
          payment === undefined
            ? await afterCard(queries, groupId, news as string)
            : paymentNews((await refreshPayment(payment)).status);
        toast(text);
      } catch (error) {
        toast(problemText(asProblem(error)));
      }
      await queries.invalidateQueries({ queryKey: keys.card });
      await refreshBilling(queries, groupId);
      await navigate({ to: '/groups/$groupId/billing', params: { groupId }, search: {}, replace: true });
    }
    void hear();
  }, [card, payment, groupId, queries, navigate]);
}

/** A card was saved: what is due is paid with it at once. */
async function afterCard(queries: QueryClient, groupId: string, setup: string): Promise<string> {
  const saved = await finishCard(setup);
  if (saved === null) {
    return t('card.notSaved');
  }
  const group = await queries.fetchQuery({ ...groupQuery(groupId), staleTime: 0 });
  const me = group.members.find((member) => member.user_id === group.you);
  const isDue = me?.share_status === 'due' || me?.share_status === 'past_due';
  if (!isDue || me.share_id === null) {
    return t('card.done', { card: cardName(saved) });
  }
  try {
    // The visit's own name as the key: coming back twice pays once.
    return paymentNews(await throughBank(await payByCard(me.share_id, setup)));
  } catch (error) {
    // The server was quicker and charges it by itself.
    if (isProblem(error, 'payment_not_claimable')) {
      return t('card.done', { card: cardName(saved) });
    }
    throw error;
  }
}
