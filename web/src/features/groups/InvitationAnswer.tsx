import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import { asProblem } from '@/lib/api/problem';
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
  const user = session.status === 'signed_in' ? session.user : null;
  const next = `/invitation/${encodeURIComponent(token)}`;

  const answer = useMutation({
    mutationFn: async (which: 'accept' | 'decline') => {
      if (which === 'decline') {
        await declineInvitation(token);
        onDeclined();
        return;
      }
      const seat = await acceptInvitation(token);
      await queries.invalidateQueries({ queryKey: keys.groups });
      onJoined(seat.group_id, invitation.group_name);
    },
  });
  const { variables: said } = answer;
  const underway = answer.isPending ? said : null;
  const problem = answer.error === null ? null : asProblem(answer.error);

  const decline = (
    <Button
      variant="quiet"
      size="l"
      busy={underway === 'decline'}
      disabled={underway === 'accept'}
      onClick={() => answer.mutate('decline')}
    >
      {t('invitation.decline')}
    </Button>
  );

  return (
    <div className="flex flex-col gap-4">
      {problem ? (
        <ProblemNote
          problem={problem}
          onRetry={problem.passing && said ? () => answer.mutate(said) : undefined}
        >
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
              busy={underway === 'accept'}
              disabled={underway === 'decline'}
              onClick={() => answer.mutate('accept')}
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
