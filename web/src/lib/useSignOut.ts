import { useNavigate } from '@tanstack/react-router';
import { signOut } from '@/lib/api/session';
import { silence } from '@/lib/push/browser';

/** Signs out and shows the welcome page at once. Rejects with the `Problem` if the server could not be told. */
export function useSignOut(): () => Promise<void> {
  const navigate = useNavigate();
  return async () => {
    const told = signOut();
    // Not waited for: who signs out has signed out, whatever their browser makes of it.
    void silence();
    // Not where the session's end would lead (to sign in, and back here): the next to come may be somebody else.
    void navigate({ to: '/', replace: true });
    await told;
  };
}
