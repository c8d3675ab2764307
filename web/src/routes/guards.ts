import { type ParsedLocation, redirect } from '@tanstack/react-router';
import { startSession } from '@/lib/api/session';

/** Lets members pass; sends visitors to sign in, and back here afterwards. */
export async function requireSession({ location }: { location: ParsedLocation }): Promise<void> {
  const session = await startSession();
  if (session.status === 'unreachable') {
    throw session.problem;
  }
  if (session.status === 'signed_out') {
    throw redirect({ to: '/sign-in', search: { next: location.href }, replace: true });
  }
}
