import { useEffect, useEffectEvent, useState } from 'react';
import { areSent, type PendingFile } from './attachments/pending';

/**
 * Sends now, or as soon as every file is there: nobody has to wait for that and press again. Whoever goes on writing, or whose file is
 * refused, sends by hand.
 */
export function useSending(
  files: readonly PendingFile[],
  sendNow: () => void,
): { waits: boolean; send(): void; cancel(): void } {
  const [waits, setWaits] = useState(false);
  const ready = areSent(files);
  const stuck = files.some(({ state }) => state.status === 'refused');
  const go = useEffectEvent(sendNow);
  useEffect(() => {
    if (waits && (ready || stuck)) {
      setWaits(false);
      if (ready) {
        go();
      }
    }
  }, [waits, ready, stuck]);
  return {
    waits,
    send() {
      if (ready) {
        sendNow();
      } else if (!stuck) {
        setWaits(true);
      }
    },
    cancel: () => setWaits(false),
  };
}
