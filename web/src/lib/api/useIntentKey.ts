import { useRef } from 'react';
import { uuidv7 } from '@/lib/ids';

/**
 * The idempotency key of what a person means to do: pressing again after a lost answer sends the same key, so it is
 * done once; a changed form, or a new intention after success (`settle`), gets a new one.
 */
export function useIntentKey(): { keyFor(body: unknown): string; settle(): void } {
  const intent = useRef<{ body: string; key: string } | null>(null);
  return {
    keyFor(body) {
      const text = JSON.stringify(body) ?? '';
      if (intent.current?.body !== text) {
        intent.current = { body: text, key: uuidv7() };
      }
      return intent.current.key;
    },
    settle() {
      intent.current = null;
    },
  };
}
