import { useEffect, useRef } from 'react';

/** Does something once the component is gone for good; React may take one out and put it back at once. */
export function useLeaving(deed: (() => void) | null): void {
  const latest = useRef(deed);
  const here = useRef(false);
  useEffect(() => {
    latest.current = deed;
  });
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
      setTimeout(() => {
        if (!here.current) {
          latest.current?.();
        }
      });
    };
  }, []);
}
