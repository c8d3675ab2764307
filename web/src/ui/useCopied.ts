import { useEffect, useState } from 'react';
import { t } from '@/lib/i18n/t';
import { announce } from './announce';
import { copyText } from './copyText';
import { toast } from './toasts';

const SAID_MS = 2000;

/** Copies a text, and says for a moment that it did; or that the browser did not let it. */
export function useCopied(text: string): { copied: boolean; copy(): Promise<void> } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (copied) {
      const timer = setTimeout(() => setCopied(false), SAID_MS);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [copied]);

  async function copy() {
    if (await copyText(text)) {
      setCopied(true);
      announce(t('action.copied'));
    } else {
      toast(t('action.notCopied'));
    }
  }

  return { copied, copy };
}
