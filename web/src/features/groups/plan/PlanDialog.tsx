import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { plansQuery } from '@/lib/api/queries';
import type { Group, PlanChange } from '@/lib/api/types';
import { formatDate } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatAmount, formatCredit } from '@/lib/money';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Fetched } from '@/ui/Fetched';
import { ProblemNote } from '@/ui/ProblemNote';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toasts';
import { changePlan, refreshGroup } from '../calls';
import { PlanCards } from '../PlanCards';
import { planPreviewQuery } from './planPreviewQuery';

/** Choosing another plan: what it costs whom and from when on is told before it is taken. The amounts are the server's. */
export function PlanDialog({ group, onClose }: { group: Group; onClose(): void }) {
  const queries = useQueryClient();
  const plans = useQuery(plansQuery);
  const [code, setCode] = useState('');
  const preview = useQuery({ ...planPreviewQuery(group.id, code), enabled: code !== '' });

  const take = useMutation({
    mutationFn: async (change: PlanChange) => {
      const taken = await changePlan(group.id, change.plan.code);
      toast(t(taken.starts === 'next_period' ? 'plan.willTake' : 'plan.took', { plan: taken.plan.name }));
      await refreshGroup(queries, group.id);
      onClose();
    },
  });

  const change = preview.isError ? undefined : preview.data;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="m"
      title={t('plan.change')}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          {change ? (
            <Button variant="primary" busy={take.isPending} onClick={() => take.mutate(change)}>
              {t('plan.take', { plan: change.plan.name })}
            </Button>
          ) : null}
        </>
      }
    >
      <Fetched
        query={plans}
        loading={
          <Loading className="grid gap-3 md:grid-cols-3">
            <Skeleton className="h-52" />
            <Skeleton className="h-52" />
          </Loading>
        }
      >
        {(offered) => (
          <PlanCards
            plans={offered.filter((plan) => plan.code !== group.plan.code)}
            value={code}
            onChange={setCode}
            error={undefined}
          />
        )}
      </Fetched>
      <div className="flex min-h-6 flex-col gap-3" aria-live="polite">
        <ProblemNote problem={preview.error} />
        {change ? <Meaning group={group} change={change} /> : null}
        <ProblemNote problem={take.error} />
      </div>
    </Dialog>
  );
}

/** What the change means: from when on, and for an upgrade what each one pays. */
function Meaning({ group, change }: { group: Group; change: PlanChange }) {
  const seats = new Map(group.members.map((member) => [member.user_id, member.seat]));
  if (change.starts === 'first_period') {
    return <p className="text-14">{t('plan.startsFirst')}</p>;
  }
  if (change.starts === 'next_period') {
    const date = change.starts_at ? formatDate(change.starts_at, group.time_zone) : '';
    return <p className="text-14">{t('plan.startsNext', { date })}</p>;
  }
  return (
    <>
      <p className="text-14 tabular-nums">
        {t('plan.nowMore', {
          amount: formatAmount(change.more),
          credit: formatCredit(change.more_credit_nanousd),
        })}
      </p>
      {change.parts.length === 0 && change.more.amount > 0 ? (
        <p className="text-14 text-ink-soft">{t('plan.byUsage')}</p>
      ) : null}
      <ul className="flex flex-col gap-2">
        {change.parts.map((part) => (
          <li key={part.user_id} className="flex items-center gap-3 text-14">
            <Avatar name={part.name} seat={seats.get(part.user_id) ?? 1} size={24} />
            <span dir="auto" className="min-w-0 flex-1 truncate">
              {part.name}
            </span>
            <span className="tabular-nums">{formatAmount(part.amount)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
