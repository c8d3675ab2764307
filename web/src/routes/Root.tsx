import { Outlet } from '@tanstack/react-router';
import { Announcer } from '@/ui/Announcer';
import { Toaster } from '@/ui/Toaster';

/** Around every page. */
export function Root() {
  return (
    <>
      <Outlet />
      <Toaster />
      <Announcer />
    </>
  );
}
