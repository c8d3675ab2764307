import { getRouteApi, useRouter } from '@tanstack/react-router';
import { SignInPage } from '@/features/auth/SignInPage';

const route = getRouteApi('/sign-in');

export function SignInRoute() {
  const { next } = route.useSearch();
  const router = useRouter();
  return <SignInPage next={next} onDone={() => router.history.replace(next ?? '/home')} />;
}
