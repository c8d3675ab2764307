import { Fragment, type ReactNode, useState } from 'react';
import { currentUser, useSession } from '@/lib/api/session';

/** Begins anew when another person follows without a page in between: nothing that one has open or typed is there for the next. */
export function PerPerson({ children }: { children: ReactNode }) {
  useSession();
  const now = currentUser()?.id;
  const [person, setPerson] = useState(now);
  // Nobody's is still the last one's: the page is about to go, and asks for nothing more.
  if (now !== undefined && now !== person) {
    setPerson(now);
  }
  return <Fragment key={now ?? person}>{children}</Fragment>;
}
