import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '@/lib/api/keys';
import type { Group } from '@/lib/api/types';
import { formatDate, lastMoment } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Section } from '@/ui/Page';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';
import { leaveGroup, refreshGroup, stayInGroup } from './calls';

/** Leaving, and taking it back until the month ends. The owner hands over first. */
export function Leaving({ group, onLeft }: { group: Group; onLeft(): void }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const me = group.members.find((member) => member.user_id === group.you);
  const ends = group.period ? formatDate(lastMoment(group.period.ends_at), group.time_zone) : '';

  async function leave() {
    const { status } = await leaveGroup(group.id);
    if (status === 'left') {
      toast(t('leave.left', { group: group.name }));
      queries.removeQueries({ queryKey: keys.group(group.id) });
      await queries.invalidateQueries({ queryKey: keys.groups });
      onLeft();
      return;
    }
    await refreshGroup(queries, group.id);
  }

  const stay = useMutation({
    mutationFn: async () => {
      await stayInGroup(group.id);
      toast(t('leave.stayed'));
      await refreshGroup(queries, group.id);
    },
  });

  if (me?.status === 'leaving') {
    return (
      <Section title={t('leave.title')}>
        <div className="flex flex-wrap items-center gap-4">
          <p className="text-14 text-ink-soft">{t('leave.leaving', { date: ends })}</p>
          <Button size="s" busy={stay.isPending} onClick={() => stay.mutate()}>
            {t('leave.stay')}
          </Button>
        </div>
        <ProblemNote problem={stay.error} />
      </Section>
    );
  }
  const alone = group.members.length === 1;
  const isOver = group.status === 'archived';
  if (isOver && group.role === 'owner') {
    // The owner deletes it for everybody.
    return null;
  }
  if (group.role === 'owner' && !alone) {
    return (
      <Section title={t('leave.title')}>
        <p className="text-14 text-ink-soft">{t('leave.ownerFirst')}</p>
      </Section>
    );
  }
  return (
    <Section title={t('leave.title')}>
      {isOver ? null : (
        <p className="text-14 text-ink-soft">
          {alone ? t('leave.ownerAlone') : t(group.period ? 'leave.active' : 'leave.forming')}
        </p>
      )}
      <Button variant="danger" size="s" className="self-start" onClick={() => setAsking(true)}>
        {t('leave.action')}
      </Button>
      <ConfirmDialog
        danger
        open={asking}
        onOpenChange={setAsking}
        title={t('leave.confirmTitle', { group: group.name })}
        description={group.period ? t('leave.confirmActive', { date: ends }) : t('leave.confirmForming')}
        confirm={t('leave.confirm')}
        onConfirm={leave}
      />
    </Section>
  );
}
