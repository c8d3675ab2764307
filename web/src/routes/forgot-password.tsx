import { ForgotPasswordPage } from '@/features/auth/ForgotPasswordPage';

export function ForgotPasswordRoute() {
  return <ForgotPasswordPage />;
}
