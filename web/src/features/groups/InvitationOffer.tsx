import { LockKeyhole } from 'lucide-react';
import type { ReactNode } from 'react';
import type { InvitationPreview } from '@/lib/api/types';
import { formatDate } from '@/lib/i18n/dates';
import { t, tx } from '@/lib/i18n/t';
import { formatAmount, formatCredit } from '@/lib/money';
import { RoundTable, type TableSeat } from '@/ui/RoundTable';

/** The offer itself: the table with its free seats, and the facts in words. `children` is where it is answered. */
export function InvitationOffer({
  invitation,
  children,
}: {
  invitation: InvitationPreview;
  children: ReactNode;
}) {
  const people = new Map(invitation.members.map((member) => [member.seat, member.name]));
  const seats: TableSeat[] = Array.from({ length: invitation.plan.seats }, (_, index) => ({
    key: String(index + 1),
    seat: index + 1,
    name: people.get(index + 1) ?? null,
    left: null,
    weight: 1,
  }));
  return (
    <div className="grid items-center gap-10 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)] lg:gap-16">
      <RoundTable seats={seats} className="mx-auto w-full max-w-56 lg:max-w-none">
        <span className="font-semibold text-16 lg:text-20">{invitation.plan.name}</span>
        <span className="text-12 text-ink-soft tabular-nums lg:text-14">
          {formatAmount(invitation.plan.price)}
        </span>
      </RoundTable>
      <div className="flex max-w-xl flex-col gap-7">
        <h1 className="font-semibold text-28">
          {tx('invitation.title', { name: invitation.invited_by, group: invitation.group_name })}
        </h1>
        <dl className="flex flex-col divide-y divide-line border-line border-y">
          <Fact term={t('invitation.part')}>
            <strong className="font-semibold">
              {t('invitation.partValue', { amount: formatAmount(invitation.share) })}
            </strong>
          </Fact>
          {invitation.joining ? (
            <Fact term={t('invitation.joining')}>
              {invitation.joining.amount > 0
                ? t('invitation.joiningValue', { amount: formatAmount(invitation.joining) })
                : t('invitation.joiningFree')}
            </Fact>
          ) : null}
          <Fact term={t('invitation.get')}>
            {t(invitation.starts === 'now' ? 'invitation.getNow' : 'invitation.getValue', {
              amount: formatCredit(invitation.credit_nanousd),
            })}
          </Fact>
          <Fact term={t('invitation.with')}>
            {invitation.members.map((member) => member.name).join(', ')}{' '}
            <span className="text-ink-soft">{t('invitation.seats', { count: invitation.seats_left })}</span>
          </Fact>
        </dl>
        <p className="text-14 text-ink-soft">
          {t(invitation.starts === 'now' ? 'invitation.startsNow' : 'invitation.startsFull')}{' '}
          {t('invitation.until', { date: formatDate(invitation.expires_at) })}
        </p>
        <div className="flex gap-3">
          <LockKeyhole size={20} className="mt-0.5 shrink-0" aria-hidden="true" />
          <div>
            <h2 className="font-semibold text-16">{t('invitation.private')}</h2>
            <p className="text-14 text-ink-soft">{t('invitation.privateText')}</p>
          </div>
        </div>
        {children}
      </div>
    </div>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 py-3 sm:grid-cols-[8rem_1fr]">
      <dt className="text-14 text-ink-soft sm:leading-6">{term}</dt>
      <dd className="text-16 tabular-nums">{children}</dd>
    </div>
  );
}
