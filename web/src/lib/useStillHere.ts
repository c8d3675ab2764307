import { type RefObject, useEffect, useRef } from 'react';

/** Whether the component is still there, for what comes to it late. */
export function useStillHere(): RefObject<boolean> {
  const here = useRef(false);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  return here;
}
