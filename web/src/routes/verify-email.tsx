import { VerifyEmailPage } from '@/features/auth/VerifyEmailPage';
import { useFragment } from './useFragment';

export function VerifyEmailRoute() {
  return <VerifyEmailPage token={useFragment()} />;
}
