import { useState } from 'react';

/** Adjusts state once a value has become another one, before anything is drawn with the old state. */
export function useWhenChanged<T>(value: T, adjust: (value: T) => void): void {
  const [before, setBefore] = useState(value);
  if (!Object.is(before, value)) {
    setBefore(value);
    adjust(value);
  }
}
