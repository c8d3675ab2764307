import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { groupQuery } from '@/lib/api/queries';
import type { StandingCover } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { formatAmount, parseAmount, plainAmount } from '@/lib/money';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Fetched } from '@/ui/Fetched';
import { Field, TextInput } from '@/ui/Field';
import { Section } from '@/ui/Page';
import { ProblemNote } from '@/ui/ProblemNote';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toasts';
import { setStandingCover } from './calls';
import { standingCoverQuery } from './invoicesQuery';

/** Covering others by oneself when they do not pay in time, up to a limit. Nothing to see for somebody who is alone. */
export function StandingCoverSection({ groupId }: { groupId: string }) {
  const { data: group } = useSuspenseQuery(groupQuery(groupId));
  const [opened, setOpened] = useState(false);
  const cover = useQuery(standingCoverQuery(groupId));
  if (group.members.length < 2 || group.status === 'archived') {
    return null;
  }
  const { currency } = group.plan.price;
  return (
    <Section title={t('standing.title')}>
      <p className="max-w-prose text-14 text-ink-soft">{t('standing.text')}</p>
      <Fetched
        query={cover}
        loading={
          <Loading>
            <Skeleton className="h-11" />
          </Loading>
        }
      >
        {(standing) =>
          opened ? (
            <Limit groupId={groupId} currency={currency} cover={standing} onDone={() => setOpened(false)} />
          ) : (
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <p className="text-14 tabular-nums">{said(standing)}</p>
              <Button size="s" onClick={() => setOpened(true)}>
                {t('split.edit')}
              </Button>
            </div>
          )
        }
      </Fetched>
    </Section>
  );
}

function said({ limit }: StandingCover): string {
  return limit === null ? t('standing.off') : t('standing.saved', { amount: formatAmount(limit) });
}

type LimitProps = { groupId: string; currency: string; cover: StandingCover; onDone(): void };

function Limit({ groupId, currency, cover, onDone }: LimitProps) {
  const queries = useQueryClient();
  const form = useForm({
    initial: { limit: cover.limit === null ? '' : plainAmount(cover.limit) },
    check: ({ limit }) =>
      limit.trim() === '' || (parseAmount(limit, currency) ?? 0) > 0
        ? {}
        : { limit: t('standing.unreadable') },
    async submit({ limit }) {
      const amount = limit.trim() === '' ? null : parseAmount(limit, currency);
      const saved = await setStandingCover(groupId, amount === null ? null : { amount, currency });
      queries.setQueryData(standingCoverQuery(groupId).queryKey, saved);
      toast(said(saved));
      onDone();
    },
  });
  return (
    <form className="flex max-w-sm flex-col gap-3" {...form.props}>
      <Field label={t('standing.limit', { currency })} error={form.error('limit')}>
        {(control) => (
          <TextInput
            {...control}
            {...form.bind('limit')}
            placeholder={t('standing.none')}
            inputMode="decimal"
            autoComplete="off"
          />
        )}
      </Field>
      <ProblemNote problem={form.problem} />
      <div className="flex gap-2">
        <Button type="submit" size="s" variant="primary" busy={form.busy}>
          {t('standing.save')}
        </Button>
        <Button size="s" variant="quiet" onClick={onDone}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}
