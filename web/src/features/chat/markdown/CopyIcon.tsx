import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '@/lib/i18n/t';
import { announce } from '@/ui/announce';
import { copyText } from '@/ui/copyText';
import { IconButton } from '@/ui/IconButton';

const SAID_MS = 2000;

/** Copies a text as it was written, and says so in its place. */
export function CopyIcon({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (copied) {
      const timer = setTimeout(() => setCopied(false), SAID_MS);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [copied]);
  return (
    <IconButton
      size="s"
      label={copied ? t('action.copied') : label}
      icon={copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
      onClick={async () => {
        if (await copyText(text)) {
          setCopied(true);
          announce(t('action.copied'));
        }
      }}
    />
  );
}
