import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '@/lib/api/keys';
import type { Group } from '@/lib/api/types';
import { formatDate, lastMoment } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatAmount, formatCredit } from '@/lib/money';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Section } from '@/ui/Page';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';
import { cancelGroup, deleteGroup, refreshGroup, resumeGroup } from '../calls';
import { PlanDialog } from './PlanDialog';

type Asked = 'plan' | 'end' | 'delete';

/** What the group pays for, what becomes of it with the next month, and for the owner: another plan, or the end. */
export function PlanSection({ group, onDeleted }: { group: Group; onDeleted(): void }) {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { plan, period, next } = group;
  const isOwner = group.role === 'owner';
  const ends = period ? formatDate(lastMoment(period.ends_at), group.time_zone) : '';

  const resume = useMutation({
    mutationFn: async () => {
      await resumeGroup(group.id);
      toast(t('plan.resumed'));
      await refreshGroup(queries, group.id);
    },
  });

  async function end() {
    await cancelGroup(group.id);
    await refreshGroup(queries, group.id);
  }

  async function remove() {
    await deleteGroup(group.id);
    toast(t('plan.deleted', { group: group.name }));
    queries.removeQueries({ queryKey: keys.group(group.id) });
    await queries.invalidateQueries({ queryKey: keys.groups });
    onDeleted();
  }

  return (
    <Section title={t('plan.title')}>
      <p className="max-w-prose text-14 text-ink-soft tabular-nums">
        {t('plan.now', {
          plan: plan.name,
          amount: formatAmount(plan.price),
          seats: plan.seats,
          credit: formatCredit(plan.credit_nanousd),
        })}
      </p>
      {next ? <p className="max-w-prose text-14 tabular-nums">{whatComes(group)}</p> : null}
      <ProblemNote problem={resume.error} />
      {isOwner ? (
        <div className="flex flex-wrap gap-2">
          {next && (next.ends || next.plan) ? (
            <Button size="s" busy={resume.isPending} onClick={() => resume.mutate()}>
              {t('plan.resume')}
            </Button>
          ) : null}
          {group.status !== 'archived' && !next?.ends ? (
            <Button size="s" onClick={() => setAsked('plan')}>
              {t('plan.change')}
            </Button>
          ) : null}
          {group.status === 'active' && !next?.ends ? (
            <Button size="s" variant="danger" onClick={() => setAsked('end')}>
              {t('plan.end')}
            </Button>
          ) : null}
          {group.status === 'active' ? null : (
            <Button size="s" variant="danger" onClick={() => setAsked('delete')}>
              {t('plan.delete')}
            </Button>
          )}
        </div>
      ) : null}
      {asked === 'plan' ? <PlanDialog group={group} onClose={() => setAsked(null)} /> : null}
      <ConfirmDialog
        danger
        open={asked === 'end'}
        onOpenChange={() => setAsked(null)}
        title={t('plan.endTitle', { group: group.name })}
        description={t('plan.endText', { date: ends })}
        confirm={t('plan.endConfirm')}
        onConfirm={end}
      />
      <ConfirmDialog
        danger
        open={asked === 'delete'}
        onOpenChange={() => setAsked(null)}
        title={t('plan.deleteTitle', { group: group.name })}
        description={t('plan.deleteText')}
        confirm={t('plan.delete')}
        onConfirm={remove}
      />
    </Section>
  );
}

function whatComes({ next, time_zone }: Group): string {
  if (next === null) {
    return '';
  }
  if (next.ends) {
    return t('plan.ends', { date: formatDate(lastMoment(next.starts_at), time_zone) });
  }
  const date = formatDate(next.starts_at, time_zone);
  if (next.plan) {
    return t('plan.nextPlan', { date, plan: next.plan.name, amount: formatAmount(next.plan.price) });
  }
  return next.price ? t('plan.nextPrice', { date, amount: formatAmount(next.price) }) : '';
}
