import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '@/lib/api/keys';
import { asProblem, type Problem } from '@/lib/api/problem';
import { useSession } from '@/lib/api/session';
import type { InvitationPreview } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { ButtonLink } from '@/ui/ButtonLink';
import { ProblemNote } from '@/ui/ProblemNote';
import { acceptInvitation, declineInvitation } from './calls';

type Props = {
  token: string;
  invitation: InvitationPreview;
  onJoined(groupId: string, groupName: string): void;
  onDeclined(): void;
};

/** Yes or no. Visitors make an account or sign in first, and come back here. A refusal stays here with what to do. */
export function InvitationAnswer({ token, invitation, onJoined, onDeclined }: Props) {
  const queries = useQueryClient();
  const session = useSession();
  const [busy, setBusy] = useState<'accept' | 'decline' | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const user = session.status === 'signed_in' ? session.user : null;
  const next = `/invitation/${encodeURIComponent(token)}`;

  async function answer(which: 'accept' | 'decline') {
    setBusy(which);
    setProblem(null);
    try {
      if (which === 'decline') {
        await declineInvitation(token);
        onDeclined();
        return;
      }
      const seat = await acceptInvitation(token);
      await queries.invalidateQueries({ queryKey: keys.groups });
      onJoined(seat.group_id, invitation.group_name);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(null);
    }
  }

  const decline = (
    <Button
      variant="quiet"
      size="l"
      busy={busy === 'decline'}
      disabled={busy === 'accept'}
      onClick={() => void answer('decline')}
    >
      {t('invitation.decline')}
    </Button>
  );

  return (
    <div className="flex flex-col gap-4">
      {problem ? (
        <ProblemNote problem={problem} onRetry={problem.passing ? () => void answer('accept') : undefined}>
          {problem.code === 'already_member' ? (
            <ButtonLink to="/home" size="s">
              {t('invitation.toGroups')}
            </ButtonLink>
          ) : null}
        </ProblemNote>
      ) : null}
      {user ? (
        <>
          <div className="flex flex-wrap gap-2">
            <Button
              variant="primary"
              size="l"
              busy={busy === 'accept'}
              disabled={busy === 'decline'}
              onClick={() => void answer('accept')}
            >
              {t('invitation.accept')}
            </Button>
            {decline}
          </div>
          <p className="text-14 text-ink-soft">
            {t('invitation.as', { name: user.name, email: user.email })}
          </p>
        </>
      ) : (
        <div className="flex flex-wrap gap-2">
          <ButtonLink to="/sign-up" search={{ next }} variant="primary" size="l">
            {t('invitation.signUp')}
          </ButtonLink>
          <ButtonLink to="/sign-in" search={{ next }} size="l">
            {t('invitation.signIn')}
          </ButtonLink>
          {decline}
        </div>
      )}
    </div>
  );
}
