import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { groupQuery, groupsQuery, serverQuery } from '@/lib/api/queries';
import { startSession } from '@/lib/api/session';
import { safeNext } from '@/lib/safeNext';
import { PageProblem } from '@/ui/PageProblem';
import { requireSession } from './guards';
import { NotFound } from './NotFound';
import { Root } from './Root';

// Every page of the app, in one list. What a page shows is in its feature; here is only where it lives, who may see
// it and what is fetched before it appears.

type Context = { queries: QueryClient };

const root = createRootRouteWithContext<Context>()({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: PageProblem,
});

/** Visitors are welcomed; members go on to where they chat. */
const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async () => {
    const session = await startSession();
    if (session.status === 'signed_in' || session.status === 'expired') {
      throw redirect({ to: '/home', replace: true });
    }
  },
  component: lazyRouteComponent(() => import('./welcome'), 'WelcomeRoute'),
});

const nextSearch = (search: Record<string, unknown>): { next?: string } => {
  const next = safeNext(search.next);
  return next === null ? {} : { next };
};

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: nextSearch,
  beforeLoad: async ({ search }) => {
    if ((await startSession()).status === 'signed_in') {
      throw redirect({ href: search.next ?? '/home', replace: true });
    }
  },
  component: lazyRouteComponent(() => import('./sign-in'), 'SignInRoute'),
});

/** Where the OpenID Connect issuer sends browsers back to. */
const signInReturn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/return',
  loader: ({ context }) => context.queries.prefetchQuery(serverQuery),
  component: lazyRouteComponent(() => import('./sign-in-return'), 'SignInReturnRoute'),
});

const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  validateSearch: nextSearch,
  loader: ({ context }) => context.queries.prefetchQuery(serverQuery),
  component: lazyRouteComponent(() => import('./sign-up'), 'SignUpRoute'),
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  loader: ({ context }) => context.queries.prefetchQuery(serverQuery),
  component: lazyRouteComponent(() => import('./forgot-password'), 'ForgotPasswordRoute'),
});

/** The link's token is in the fragment, so that no server sees it in an address. */
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./reset-password'), 'ResetPasswordRoute'),
});

const verifyEmail = createRoute({
  getParentRoute: () => root,
  path: '/verify-email',
  beforeLoad: () => startSession(),
  component: lazyRouteComponent(() => import('./verify-email'), 'VerifyEmailRoute'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$token',
  beforeLoad: () => startSession(),
  component: lazyRouteComponent(() => import('./invitation'), 'InvitationRoute'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: requireSession,
  component: lazyRouteComponent(() => import('./signed-in'), 'SignedInRoute'),
});

/** The newest group's chat, or the first step for those who have no group. */
const landing = createRoute({
  getParentRoute: () => signedIn,
  path: '/home',
  beforeLoad: async ({ context }) => {
    const groups = await context.queries.ensureQueryData(groupsQuery);
    const here = groups.find((group) => group.status === 'active') ?? groups[0];
    if (here === undefined) {
      throw redirect({ to: '/groups/new', replace: true });
    }
    throw here.status === 'active'
      ? redirect({ to: '/groups/$groupId/chat', params: { groupId: here.id }, replace: true })
      : redirect({ to: '/groups/$groupId', params: { groupId: here.id }, replace: true });
  },
});

const newGroup = createRoute({
  getParentRoute: () => signedIn,
  path: '/groups/new',
  component: lazyRouteComponent(() => import('./new-group'), 'NewGroupRoute'),
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings'), 'SettingsRoute'),
});

/** The sections are listed in settingsSections.ts. */
const settingsSection = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('./settings'), 'SettingsSectionRoute'),
});

const payments = createRoute({
  getParentRoute: () => signedIn,
  path: '/payments',
  component: lazyRouteComponent(() => import('./payments'), 'PaymentsRoute'),
});

const operator = createRoute({
  getParentRoute: () => signedIn,
  path: '/operator',
  component: lazyRouteComponent(() => import('./operator'), 'OperatorRoute'),
});

const notices = createRoute({
  getParentRoute: () => signedIn,
  path: '/notices',
  component: lazyRouteComponent(() => import('./notices'), 'NoticesRoute'),
});

const group = createRoute({
  getParentRoute: () => signedIn,
  path: '/groups/$groupId',
  loader: ({ context, params }) => context.queries.ensureQueryData(groupQuery(params.groupId)),
  errorComponent: PageProblem,
});

const groupHome = createRoute({
  getParentRoute: () => group,
  path: '/',
  component: lazyRouteComponent(() => import('./group'), 'GroupRoute'),
});

const usage = createRoute({
  getParentRoute: () => group,
  path: '/usage',
  component: lazyRouteComponent(() => import('./usage'), 'UsageRoute'),
});

const billing = createRoute({
  getParentRoute: () => group,
  path: '/billing',
  component: lazyRouteComponent(() => import('./billing'), 'BillingRoute'),
});

const chatNew = createRoute({
  getParentRoute: () => group,
  path: '/chat',
  component: lazyRouteComponent(() => import('./chat'), 'NewChatRoute'),
});

const chat = createRoute({
  getParentRoute: () => group,
  path: '/chat/$conversationId',
  // The message to begin at; without one, the end.
  validateSearch: (search: Record<string, unknown>): { message?: string } =>
    typeof search.message === 'string' ? { message: search.message } : {},
  component: lazyRouteComponent(() => import('./chat'), 'ChatRoute'),
});

const chatPrint = createRoute({
  getParentRoute: () => group,
  path: '/chat/$conversationId/print',
  component: lazyRouteComponent(() => import('./chat'), 'PrintRoute'),
});

/** The link's key is in the fragment, so that no server sees it. It stays in the address: the page can be loaded again. */
const shared = createRoute({
  getParentRoute: () => root,
  path: '/shared/$id',
  beforeLoad: () => startSession(),
  component: lazyRouteComponent(() => import('./shared'), 'SharedRoute'),
});

/** For those who build the app; nothing leads there. */
const components = createRoute({
  getParentRoute: () => root,
  path: '/internal/components',
  component: lazyRouteComponent(() => import('./components'), 'ComponentsRoute'),
});

const tree = root.addChildren([
  home,
  signIn,
  signInReturn,
  signUp,
  forgotPassword,
  resetPassword,
  verifyEmail,
  invitation,
  shared,
  components,
  signedIn.addChildren([
    landing,
    newGroup,
    settings,
    settingsSection,
    payments,
    notices,
    operator,
    group.addChildren([groupHome, usage, billing, chatNew, chat, chatPrint]),
  ]),
]);

export function createAppRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    // What a page needs is cached by the queries; the router keeps no second copy.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
