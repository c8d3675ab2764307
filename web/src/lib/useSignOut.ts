import { useNavigate } from '@tanstack/react-router';
import { signOut } from '@/lib/api/session';

/** Signs out and shows the welcome page at once. Rejects with the `Problem` if the server could not be told. */
export function useSignOut(): () => Promise<void> {
  const navigate = useNavigate();
  return async () => {
    const told = signOut();
    // Not where the session's end would lead (to sign in, and back here): the next to come may be somebody else.
    await Promise.all([told, navigate({ to: '/', replace: true })]);
  };
}
