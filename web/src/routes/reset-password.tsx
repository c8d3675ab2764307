import { useNavigate } from '@tanstack/react-router';
import { ResetPasswordPage } from '@/features/auth/ResetPasswordPage';
import { useFragment } from './useFragment';

export function ResetPasswordRoute() {
  const token = useFragment();
  const navigate = useNavigate();
  return <ResetPasswordPage token={token} onDone={() => void navigate({ to: '/sign-in', replace: true })} />;
}
