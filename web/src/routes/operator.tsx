import { OperatorPage } from '@/features/admin/OperatorPage';

export function OperatorRoute() {
  return <OperatorPage />;
}
