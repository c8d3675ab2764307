import { Check, Copy } from 'lucide-react';
import { t } from '@/lib/i18n/t';
import { IconButton } from '@/ui/IconButton';
import { useCopied } from '@/ui/useCopied';

/** Copies a text as it was written, and says so in its place. */
export function CopyIcon({ text, label }: { text: string; label: string }) {
  const { copied, copy } = useCopied(text);
  return (
    <IconButton
      size="s"
      label={copied ? t('action.copied') : label}
      icon={copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
      onClick={copy}
    />
  );
}
