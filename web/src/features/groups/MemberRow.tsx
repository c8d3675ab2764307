import { Crown, Ellipsis, UserMinus } from 'lucide-react';
import type { Group, Member } from '@/lib/api/types';
import { formatDay, lastMoment } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatAmount, formatCredit } from '@/lib/money';
import { Avatar } from '@/ui/Avatar';
import { CreditBar } from '@/ui/CreditBar';
import { IconButton } from '@/ui/IconButton';
import { Menu, MenuItem } from '@/ui/Menu';
import { ShareTag } from '@/ui/ShareTag';

type Props = { group: Group; member: Member; onRemove(): void; onHandOver(): void };

export function MemberRow({ group, member, onRemove, onHandOver }: Props) {
  const self = member.user_id === group.you;
  const notes = [
    member.role === 'owner' ? t('group.owner') : null,
    member.status === 'leaving' && group.period
      ? t('group.leaving', { date: formatDay(lastMoment(group.period.ends_at), group.time_zone) })
      : null,
  ].filter((note) => note !== null);
  return (
    <li className="flex items-center gap-4 py-3.5">
      <Avatar name={member.name} seat={member.seat} size={40} />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <div className="flex items-start justify-between gap-3">
          <p dir="auto" className="min-w-0 truncate font-medium text-16">
            {self ? t('seat.you', { name: member.name }) : member.name}
            {notes.length > 0 ? (
              <span className="ps-2 font-normal text-12 text-ink-soft">{notes.join(' · ')}</span>
            ) : null}
          </p>
          <p className="flex shrink-0 flex-col items-end gap-x-3 sm:flex-row sm:items-center">
            {member.share_status ? (
              <ShareTag status={member.share_status} className="order-last sm:order-first" />
            ) : null}
            {group.status === 'archived' ? null : (
              <span className="font-medium text-14 tabular-nums">{formatAmount(member.share)}</span>
            )}
          </p>
        </div>
        {member.grant > 0 ? (
          <>
            <CreditBar standing={member} seat={member.seat} />
            <p className="text-12 text-ink-soft tabular-nums">
              {t('group.left', { left: formatCredit(member.available), grant: formatCredit(member.grant) })}
            </p>
          </>
        ) : null}
      </div>
      {group.role === 'owner' && !self ? (
        <Menu
          trigger={
            <IconButton
              size="s"
              label={t('group.memberMenu', { name: member.name })}
              icon={<Ellipsis size={18} />}
              className="-me-2"
            />
          }
        >
          <MenuItem icon={<Crown size={16} aria-hidden="true" />} onSelect={onHandOver}>
            {t('handOver.action')}
          </MenuItem>
          <MenuItem danger icon={<UserMinus size={16} aria-hidden="true" />} onSelect={onRemove}>
            {t('remove.action')}
          </MenuItem>
        </Menu>
      ) : group.role === 'owner' ? (
        // As wide as the others' menu, so that amounts stand below each other.
        <span className="-me-2 w-8 shrink-0 touch:w-11" />
      ) : null}
    </li>
  );
}
