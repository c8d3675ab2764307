import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/** What the link carried in its fragment. Taken out of the address, so that it stays in neither history nor screen shots. */
export function useFragment(): string {
  const router = useRouter();
  const [fragment] = useState(() => globalThis.location.hash.slice(1));
  useEffect(() => {
    if (globalThis.location.hash !== '') {
      router.history.replace(globalThis.location.pathname);
    }
  }, [router]);
  return fragment;
}
