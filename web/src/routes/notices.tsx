import { NoticesPage } from '@/features/notices/NoticesPage';

export function NoticesRoute() {
  return <NoticesPage />;
}
