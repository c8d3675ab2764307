import { useQuery } from '@tanstack/react-query';
import { invitationQuery } from '@/lib/api/queries';
import { t, tx } from '@/lib/i18n/t';

/** The invitation's token in the address to go to after this. */
export function invitationIn(next: string | undefined): string | undefined {
  return next?.match(/^\/invitation\/([^/?#]+)/)?.[1];
}

/** Reminds whoever comes from an invitation that it is not forgotten. Nothing for everybody else. */
export function InvitedBy({ next }: { next: string | undefined }) {
  const token = invitationIn(next);
  const { data: invitation } = useQuery({ ...invitationQuery(token ?? ''), enabled: token !== undefined });
  if (token === undefined || invitation === undefined) {
    return null;
  }
  return (
    <p className="rounded-s bg-accent-soft px-4 py-3 text-14">
      {tx('invited.by', {
        name: <strong className="font-semibold">{invitation.invited_by}</strong>,
        group: <strong className="font-semibold">{invitation.group_name}</strong>,
      })}{' '}
      {t('invited.back')}
    </p>
  );
}
