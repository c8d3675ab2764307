import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { render } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { type ReactNode, Suspense } from 'react';
import { createQueryClient } from '@/lib/query';
import { Toaster } from '@/ui/Toaster';

/** Shows one page as the app would, with links that lead nowhere. Waits until it is there. */
export async function renderPage(page: ReactNode): Promise<{ user: UserEvent; queries: QueryClient }> {
  const queries = createQueryClient();
  const root = createRootRoute({ component: Outlet });
  const here = createRoute({
    getParentRoute: () => root,
    path: '$',
    component: () => <Suspense fallback={null}>{page}</Suspense>,
  });
  const router = createRouter({
    routeTree: root.addChildren([here]),
    history: createMemoryHistory({ initialEntries: ['/here'] }),
  });
  await router.load();
  render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router as never} />
      <Toaster />
    </QueryClientProvider>,
  );
  return { user: userEvent.setup({ delay: null }), queries };
}
