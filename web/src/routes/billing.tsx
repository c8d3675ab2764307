import { getRouteApi } from '@tanstack/react-router';
import { BillingPage } from '@/features/billing/BillingPage';

const route = getRouteApi('/signed-in/groups/$groupId');

export function BillingRoute() {
  const { groupId } = route.useParams();
  return <BillingPage key={groupId} groupId={groupId} />;
}
