import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import { useState } from 'react';
import { asProblem, type Problem } from '@/lib/api/problem';
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
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const intent = useIntentKey();

  async function makeLink() {
    setBusy(true);
    setProblem(null);
    try {
      setMade(await createInvitation(group.id, null, intent.keyFor('link')));
      intent.settle();
      await refreshGroup(queries, group.id);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) {
          setMade(null);
          setProblem(null);
        }
        onOpenChange(next);
      }}
      title={t('invite.title', { group: group.name })}
      description={t('invite.text')}
    >
      {problem ? <ProblemNote problem={problem} /> : null}
      {made ? (
        <>
          <InvitationLink invitation={made} />
          <Button variant="quiet" size="s" busy={busy} className="self-start" onClick={makeLink}>
            {t('invite.another')}
          </Button>
        </>
      ) : (
        <Button
          variant="primary"
          size="l"
          busy={busy}
          icon={<Link2 size={18} aria-hidden="true" />}
          onClick={makeLink}
        >
          {t('invite.make')}
        </Button>
      )}
      {server?.mail ? <InviteByMail group={group} /> : null}
    </Dialog>
  );
}
