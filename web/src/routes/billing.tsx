import { getRouteApi } from '@tanstack/react-router';
import { BillingPage } from '@/features/billing/BillingPage';

const group = getRouteApi('/signed-in/groups/$groupId');
const route = getRouteApi('/signed-in/groups/$groupId/billing');

export function BillingRoute() {
  const { groupId } = group.useParams();
  return <BillingPage key={groupId} groupId={groupId} back={route.useSearch()} />;
}
