import './app.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { asProblem } from '@/lib/api/problem';
import { loadLanguage } from '@/lib/i18n/loadLanguage';
import { followPushes } from '@/lib/push/followPushes';
import { silentWhenSignedOut } from '@/lib/push/silent';
import { createQueryClient } from '@/lib/query';
import { keepForOffline } from '@/lib/serviceWorker';
import { followSystemTheme } from '@/lib/theme';
import { createAppRouter } from '@/routes/tree';

followSystemTheme();
keepForOffline();
silentWhenSignedOut();
await loadLanguage();
const queries = createQueryClient();
const router = createAppRouter(queries);
followPushes((href) => void router.navigate({ href }));
const place = document.getElementById('root');
if (place === null) {
  throw new Error('index.html has no #root');
}
createRoot(place, {
  // A refusal is drawn as a page of its own; anything else that a page could not handle is a bug, and reported by this.
  onCaughtError: (error) => void asProblem(error),
}).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
