import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link2, Mail } from 'lucide-react';
import type { Invitation } from '@/lib/api/types';
import { formatDaysFromNow } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { CopyButton } from '@/ui/CopyButton';
import { Fetched } from '@/ui/Fetched';
import { Section } from '@/ui/Page';
import { ProblemNote } from '@/ui/ProblemNote';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toasts';
import { refreshGroup, revokeInvitation } from './calls';
import { invitationsQuery } from './invitationsQuery';

/** Invitations that nobody has answered yet. Nothing while there are none. */
export function OpenInvitations({ groupId, count }: { groupId: string; count: number }) {
  const invitations = useQuery({ ...invitationsQuery(groupId), enabled: count > 0 });
  if (count === 0) {
    return null;
  }
  return (
    <Section title={t('invite.open')}>
      <Fetched
        query={invitations}
        loading={
          <Loading>
            <Skeleton className="h-14" />
          </Loading>
        }
      >
        {(open) => (
          <ul className="flex flex-col divide-y divide-line border-line border-y">
            {open.map((invitation) => (
              <Row key={invitation.id} groupId={groupId} invitation={invitation} />
            ))}
          </ul>
        )}
      </Fetched>
    </Section>
  );
}

function Row({ groupId, invitation }: { groupId: string; invitation: Invitation }) {
  const queries = useQueryClient();

  const revoke = useMutation({
    mutationFn: async () => {
      await revokeInvitation(groupId, invitation.id);
      toast(t('invite.revoked'));
      await refreshGroup(queries, groupId);
    },
  });

  return (
    <li className="flex flex-col gap-3 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="text-ink-faint" aria-hidden="true">
          {invitation.email ? <Mail size={18} /> : <Link2 size={18} />}
        </span>
        <p className="flex min-w-0 flex-1 basis-40 flex-col">
          <span className="truncate text-14">{invitation.email ?? t('invite.byLink')}</span>
          <span className="text-12 text-ink-soft">
            {t('invite.expires', { when: formatDaysFromNow(invitation.expires_at) })}
          </span>
        </p>
        <CopyButton size="s" variant="quiet" text={invitation.url} label={t('invite.copyLink')} />
        <Button size="s" variant="quiet" busy={revoke.isPending} onClick={() => revoke.mutate()}>
          {t('invite.revoke')}
        </Button>
      </div>
      <ProblemNote problem={revoke.error} />
    </li>
  );
}
