import { ComponentsPage } from '@/features/components/ComponentsPage';

export function ComponentsRoute() {
  return <ComponentsPage />;
}
