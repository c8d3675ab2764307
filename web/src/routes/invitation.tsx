import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { InvitationPage } from '@/features/groups/InvitationPage';
import { t } from '@/lib/i18n/t';
import { toast } from '@/ui/toasts';

const route = getRouteApi('/invitation/$token');

export function InvitationRoute() {
  const { token } = route.useParams();
  const navigate = useNavigate();
  return (
    <InvitationPage
      token={token}
      onJoined={(groupId, group) => {
        toast(t('invitation.joined', { group }));
        void navigate({ to: '/groups/$groupId', params: { groupId }, replace: true });
      }}
    />
  );
}
