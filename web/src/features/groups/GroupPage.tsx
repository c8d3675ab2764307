import { useSuspenseQuery } from '@tanstack/react-query';
import { Pencil, UserPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { groupQuery } from '@/lib/api/queries';
import { formatDate } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatAmount, formatCreditNumber } from '@/lib/money';
import { Button } from '@/ui/Button';
import { CreditFacts } from '@/ui/CreditFacts';
import { CreditRing } from '@/ui/CreditRing';
import { IconButton } from '@/ui/IconButton';
import { Page, Section } from '@/ui/Page';
import { Forming } from './Forming';
import { GroupActivity } from './GroupActivity';
import { GroupTable } from './GroupTable';
import { InviteDialog } from './InviteDialog';
import { Leaving } from './Leaving';
import { Members } from './Members';
import { OpenInvitations } from './OpenInvitations';
import { PeriodProgress } from './PeriodProgress';
import { PlanSection } from './plan/PlanSection';
import { RenameDialog } from './RenameDialog';
import { SplitSection } from './split/SplitSection';

type Props = {
  groupId: string;
  /** My share and how to pay it: the billing's part of this page. */
  yourPart: ReactNode;
  /** What members owe each other: the billing's part too. */
  settleUp: ReactNode;
  onLeft(): void;
};

/** The group: who sits at the table, what each one's part is, and how the month goes. */
export function GroupPage({ groupId, yourPart, settleUp, onLeft }: Props) {
  const { data: group } = useSuspenseQuery(groupQuery(groupId));
  const [inviting, setInviting] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const free = group.plan.seats - group.members.length;
  const me = group.members.find((member) => member.user_id === group.you);
  return (
    <Page
      name={group.name}
      title={
        <span className="inline-flex items-center gap-1">
          {group.name}
          {group.role === 'owner' ? (
            <IconButton
              size="s"
              label={t('group.rename')}
              icon={<Pencil size={16} />}
              onClick={() => setRenaming(true)}
            />
          ) : null}
        </span>
      }
      lead={t('group.plan', { plan: group.plan.name, amount: formatAmount(group.plan.price) })}
      actions={
        free > 0 && group.status !== 'archived' ? (
          <Button
            variant={group.status === 'forming' ? 'primary' : 'secondary'}
            icon={<UserPlus size={17} aria-hidden="true" />}
            onClick={() => setInviting(true)}
          >
            {t('invite.action')}
          </Button>
        ) : null
      }
    >
      <div className="grid gap-x-14 gap-y-10 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]">
        <div className="flex flex-col gap-6 lg:sticky lg:top-10 lg:self-start">
          <GroupTable group={group} className="mx-auto w-full max-w-80" />
          {group.period ? <PeriodProgress period={group.period} timeZone={group.time_zone} /> : null}
          {group.sandbox_now ? (
            <p className="text-14 text-ink-soft">
              {t('operator.clock', { date: formatDate(group.sandbox_now, group.time_zone) })}
            </p>
          ) : null}
        </div>
        <div className="flex min-w-0 flex-col gap-10">
          {group.status === 'forming' ? <Forming group={group} free={free} /> : null}
          {group.status === 'archived' ? <p className="text-16">{t('plan.over')}</p> : null}
          {yourPart}
          <Members group={group} />
          {settleUp}
          <SplitSection group={group} />
          {me && me.grant > 0 ? (
            <Section title={t('credit.title')}>
              <div className="flex flex-wrap items-center gap-x-8 gap-y-5">
                <div className="relative shrink-0">
                  <CreditRing standing={me} size={120} />
                  <div
                    aria-hidden="true"
                    className="absolute inset-0 flex flex-col items-center justify-center"
                  >
                    <span className="font-semibold text-20 tabular-nums leading-6">
                      {formatCreditNumber(me.available)}
                    </span>
                    <span className="text-12 text-ink-soft">{t('credit.unitLeft')}</span>
                  </div>
                </div>
                <div className="min-w-0 max-w-xs flex-1 basis-60">
                  <CreditFacts standing={me} credit={group.credit} timeZone={group.time_zone} />
                </div>
              </div>
              <p className="max-w-prose text-14 text-ink-soft">{t('credit.explain')}</p>
            </Section>
          ) : null}
          <OpenInvitations groupId={groupId} count={group.invitations_open} />
          <PlanSection group={group} onDeleted={onLeft} />
          <GroupActivity groupId={groupId} />
          <Leaving group={group} onLeft={onLeft} />
        </div>
      </div>
      <InviteDialog group={group} open={inviting} onOpenChange={setInviting} />
      {renaming ? <RenameDialog group={group} onClose={() => setRenaming(false)} /> : null}
    </Page>
  );
}
