import { useEffect, useEffectEvent, useState } from 'react';
import { areSent, type PendingFile } from './attachments/pending';

/** What somebody asked to be sent: this and nothing else goes by itself. */
type Pressed = { readonly text: string; readonly keys: readonly number[] };

/**
 * Sends now, or as soon as every file is there: nobody has to wait for that and press again. Whoever changes the text or takes a file
 * out, here or elsewhere, and whose file is refused, sends by hand.
 */
export function useSending(
  text: string,
  files: readonly PendingFile[],
  sendNow: () => void,
): { waits: boolean; send(): void } {
  const [pressed, setPressed] = useState<Pressed | null>(null);
  const ready = areSent(files);
  const stuck = files.some(({ state }) => state.status === 'refused');
  const meant = pressed !== null && !stuck && isStillThere(pressed, text, files);
  const go = useEffectEvent(sendNow);
  useEffect(() => {
    if (pressed !== null && (ready || !meant)) {
      setPressed(null);
      if (meant) {
        go();
      }
    }
  }, [pressed, ready, meant]);
  return {
    waits: meant,
    send() {
      if (ready) {
        sendNow();
      } else if (!stuck) {
        setPressed({ text, keys: files.map(({ key }) => key) });
      }
    },
  };
}

/** Never so for nothing: it waited for at least one file. */
function isStillThere({ text, keys }: Pressed, now: string, files: readonly PendingFile[]): boolean {
  return text === now && keys.every((key) => files.some((file) => file.key === key));
}
