import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import { useState } from 'react';
import { serverQuery } from '@/lib/api/queries';
import type { Group, Invitation } from '@/lib/api/types';
import { useIntentKey } from '@/lib/api/useIntentKey';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { ProblemNote } from '@/ui/ProblemNote';
import { createInvitation, refreshGroup } from './calls';
import { InvitationLink } from './InvitationLink';
import { InviteByMail } from './InviteByMail';

type Props = { group: Group; open: boolean; onOpenChange(open: boolean): void };

/** Inviting one person: by a link, its QR code, or a mail if this server sends any. */
export function InviteDialog({ group, open, onOpenChange }: Props) {
  const queries = useQueryClient();
  const { data: server } = useQuery(serverQuery);
  const [made, setMade] = useState<Invitation | null>(null);
  const intent = useIntentKey();

  const makeLink = useMutation({
    mutationFn: async () => {
      setMade(await createInvitation(group.id, null, intent.keyFor('link')));
      intent.settle();
      await refreshGroup(queries, group.id);
    },
  });

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) {
          setMade(null);
          makeLink.reset();
        }
        onOpenChange(next);
      }}
      title={t('invite.title', { group: group.name })}
      description={t('invite.text')}
    >
      <ProblemNote problem={makeLink.error} />
      {made ? (
        <>
          <InvitationLink invitation={made} />
          <Button
            variant="quiet"
            size="s"
            busy={makeLink.isPending}
            className="self-start"
            onClick={() => makeLink.mutate()}
          >
            {t('invite.another')}
          </Button>
        </>
      ) : (
        <Button
          variant="primary"
          size="l"
          busy={makeLink.isPending}
          icon={<Link2 size={18} aria-hidden="true" />}
          onClick={() => makeLink.mutate()}
        >
          {t('invite.make')}
        </Button>
      )}
      {server?.mail ? <InviteByMail group={group} /> : null}
    </Dialog>
  );
}
