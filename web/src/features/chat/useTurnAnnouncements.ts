import { useEffect, useRef } from 'react';
import { t } from '@/lib/i18n/t';
import { announce } from '@/ui/announce';
import { onTurnEnd, type RunningTurn } from './live/runningTurns';

/** Says to screen readers that an answer has begun and how it ended; never its words. */
export function useTurnAnnouncements(running: RunningTurn | null): void {
  const id = running?.id ?? null;
  const told = useRef<string | null>(null);
  useEffect(() => {
    if (id !== null && told.current !== id) {
      told.current = id;
      announce(t('chat.answering'));
    }
  }, [id]);
  useEffect(
    () =>
      onTurnEnd(({ id: ended, live: { status } }) => {
        if (ended === told.current) {
          announce(
            status === 'finished'
              ? t('chat.done')
              : status === 'stopped'
                ? t('chat.doneStopped')
                : t('chat.doneBadly'),
          );
        }
      }),
    [],
  );
}
