import { useEffect, useEffectEvent, useState } from 'react';
import { t } from '@/lib/i18n/t';
import { useStore } from '@/lib/store';
import { announce } from '@/ui/announce';
import { toast } from '@/ui/toasts';
import { areSent, type PendingFile, pendingFiles } from './attachments/pending';
import { draftOf } from './drafts';
import { useLeaving } from './useLeaving';

/** What somebody asked to be sent: this and nothing else goes by itself. */
type Pressed = { readonly text: string; readonly keys: readonly number[] };

/**
 * Sends now, or as soon as every file is there: nobody has to wait for that and press again. Whoever changes the text or takes a file
 * out, here or elsewhere, whose file is refused, and who goes elsewhere, sends by hand; the last is told so.
 */
export function useSending(
  place: string,
  sendNow: () => void,
): { waits: boolean; stuck: boolean; send(): void } {
  const text = useStore(draftOf(place));
  const files = useStore(pendingFiles(place));
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
  useLeaving(() => {
    // Sent in the same moment, its files are gone.
    if (pressed !== null && isStillThere(pressed, draftOf(place).get(), pendingFiles(place).get())) {
      toast(t('chat.composer.left'));
    }
  });
  return {
    waits: meant,
    stuck,
    send() {
      if (ready) {
        sendNow();
      } else {
        announce(t(stuck ? 'chat.composer.stuck' : 'chat.composer.waits'));
        setPressed(stuck ? null : { text, keys: files.map(({ key }) => key) });
      }
    },
  };
}

/** Never so for nothing: it waited for at least one file. */
function isStillThere({ text, keys }: Pressed, now: string, files: readonly PendingFile[]): boolean {
  return text === now && keys.every((key) => files.some((file) => file.key === key));
}
