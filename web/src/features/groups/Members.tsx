import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Group, Member } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Section } from '@/ui/Page';
import { toast } from '@/ui/toasts';
import { handOver, refreshGroup, removeMember } from './calls';
import { MemberRow } from './MemberRow';

type Asked = { deed: 'remove' | 'hand_over'; member: Member };

/** Everybody at the table, with their part and how it stands; for the owner, what can be done about somebody. */
export function Members({ group }: { group: Group }) {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [open, setOpen] = useState(false);
  const free = group.plan.seats - group.members.length;

  function ask(deed: Asked['deed'], member: Member) {
    setAsked({ deed, member });
    setOpen(true);
  }

  async function remove({ user_id, name }: Member) {
    await removeMember(group.id, user_id);
    toast(t('remove.done', { name }));
    await refreshGroup(queries, group.id);
  }

  async function give({ user_id, name }: Member) {
    await handOver(group.id, user_id);
    toast(t('handOver.done', { name }));
    await refreshGroup(queries, group.id);
  }

  return (
    <Section
      title={t('group.members')}
      actions={
        free > 0 ? (
          <span className="text-14 text-ink-soft">{t('group.seatFree', { count: free })}</span>
        ) : null
      }
    >
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {group.members.map((member) => (
          <MemberRow
            key={member.user_id}
            group={group}
            member={member}
            onRemove={() => ask('remove', member)}
            onHandOver={() => ask('hand_over', member)}
          />
        ))}
      </ul>
      {asked?.deed === 'remove' ? (
        <ConfirmDialog
          danger
          open={open}
          onOpenChange={setOpen}
          title={t('remove.title', { name: asked.member.name })}
          description={t('remove.text', { name: asked.member.name })}
          confirm={t('remove.confirm', { name: asked.member.name })}
          onConfirm={() => remove(asked.member)}
        />
      ) : null}
      {asked?.deed === 'hand_over' ? (
        <ConfirmDialog
          open={open}
          onOpenChange={setOpen}
          title={t('handOver.title', { name: asked.member.name })}
          description={t('handOver.text', { name: asked.member.name })}
          confirm={t('handOver.confirm', { name: asked.member.name })}
          onConfirm={() => give(asked.member)}
        />
      ) : null}
    </Section>
  );
}
