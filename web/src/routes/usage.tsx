import { getRouteApi } from '@tanstack/react-router';
import { UsagePage } from '@/features/usage/UsagePage';

const route = getRouteApi('/signed-in/groups/$groupId');

export function UsageRoute() {
  const { groupId } = route.useParams();
  return <UsagePage key={groupId} groupId={groupId} />;
}
