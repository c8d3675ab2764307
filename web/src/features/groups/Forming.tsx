import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '@/lib/api/keys';
import type { Group } from '@/lib/api/types';
import { useIntentKey } from '@/lib/api/useIntentKey';
import { t } from '@/lib/i18n/t';
import { formatAmount, perPerson } from '@/lib/money';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { toast } from '@/ui/toasts';
import { refreshGroup, startGroup } from './calls';

/** While seats are free: what everybody waits for, and the owner's way to start without waiting. */
export function Forming({ group, free }: { group: Group; free: number }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const intent = useIntentKey();
  const { price } = group.plan;
  const each = perPerson(price, group.members.length);
  const even = each.amount * group.members.length === price.amount;

  async function start() {
    const started = await startGroup(group.id, intent.keyFor(group.members.map((member) => member.user_id)));
    queries.setQueryData(keys.group(group.id), started);
    toast(t('forming.started'));
    await refreshGroup(queries, group.id);
  }

  return (
    <section className="flex flex-col items-start gap-3 rounded-m border border-line bg-raised p-5">
      <h2 className="font-semibold text-16">{t('forming.title')}</h2>
      <p className="max-w-prose text-14 text-ink-soft">
        {t('forming.text', { count: free })}
        {group.role === 'owner' ? ` ${t('forming.early')}` : null}
      </p>
      {group.role === 'owner' ? (
        <>
          <Button onClick={() => setAsking(true)}>{t('forming.start')}</Button>
          <ConfirmDialog
            open={asking}
            onOpenChange={setAsking}
            title={t('forming.startTitle', { count: group.members.length })}
            description={
              <span className="flex flex-col gap-3">
                {group.split.mode === 'equal'
                  ? t(even ? 'forming.startText' : 'forming.startTextAtMost', {
                      price: formatAmount(price),
                      each: formatAmount(each),
                    })
                  : t('forming.startTextAgreed', { price: formatAmount(price) })}
                {group.members.map((member) => (
                  <span key={member.user_id} className="flex items-center gap-2.5 text-14 text-ink">
                    <Avatar name={member.name} seat={member.seat} size={24} />
                    <span dir="auto" className="min-w-0 truncate">
                      {member.name}
                    </span>
                  </span>
                ))}
              </span>
            }
            confirm={t('forming.startConfirm')}
            onConfirm={start}
          />
        </>
      ) : null}
    </section>
  );
}
