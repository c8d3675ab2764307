import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { SettleUp } from '@/features/billing/SettleUp';
import { StandingCoverSection } from '@/features/billing/StandingCover';
import { YourPart } from '@/features/billing/YourPart';
import { GroupPage } from '@/features/groups/GroupPage';

const route = getRouteApi('/signed-in/groups/$groupId');

export function GroupRoute() {
  const { groupId } = route.useParams();
  const navigate = useNavigate();
  return (
    <GroupPage
      key={groupId}
      groupId={groupId}
      yourPart={<YourPart groupId={groupId} />}
      settleUp={
        <>
          <SettleUp groupId={groupId} />
          <StandingCoverSection key={groupId} groupId={groupId} />
        </>
      }
      onLeft={() => void navigate({ to: '/home', replace: true })}
    />
  );
}
