import { WelcomePage } from '@/features/auth/WelcomePage';

export function WelcomeRoute() {
  return <WelcomePage />;
}
