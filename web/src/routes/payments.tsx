import { PaymentsPage } from '@/features/billing/PaymentsPage';

export function PaymentsRoute() {
  return <PaymentsPage />;
}
