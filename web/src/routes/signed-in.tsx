import { Outlet } from '@tanstack/react-router';
import { Shell } from '@/features/shell/Shell';
import { useLiveNews } from '@/features/shell/useLiveNews';

/** Around every page for members. The chat puts its conversations into the sidebar here. */
export function SignedInRoute() {
  useLiveNews();
  return (
    <Shell conversations={() => null}>
      <Outlet />
    </Shell>
  );
}
