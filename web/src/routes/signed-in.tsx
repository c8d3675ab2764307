import { Outlet } from '@tanstack/react-router';

export function SignedInRoute() {
  return <Outlet />;
}
