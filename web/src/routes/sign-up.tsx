import { getRouteApi, useRouter } from '@tanstack/react-router';
import { SignUpPage } from '@/features/auth/SignUpPage';

const route = getRouteApi('/sign-up');

export function SignUpRoute() {
  const { next } = route.useSearch();
  const router = useRouter();
  return <SignUpPage next={next} onDone={() => router.history.replace(next ?? '/home')} />;
}
