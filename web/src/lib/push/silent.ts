import { sessionState } from '@/lib/api/session';
import { silence } from './browser';

/**
 * Nothing is told at this device any more once whoever was told has left it, however that came: by signing out here or in another tab,
 * by closing the account, or because the session was ended elsewhere.
 */
export function silentWhenSignedOut(): () => void {
  return sessionState.subscribe(() => {
    if (sessionState.get().status === 'signed_out') {
      // Nobody is held up by what their browser makes of it, and it never rejects.
      void silence();
    }
  });
}
