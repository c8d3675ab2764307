import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '@/lib/i18n/t';
import { announce } from './announce';
import { Button } from './Button';
import type { ButtonSize, ButtonVariant } from './buttonClass';
import { copyText } from './copyText';

type Props = { text: string; label?: string; variant?: ButtonVariant; size?: ButtonSize; className?: string };

const SAID_MS = 2000;

/** Copies a text and says so. */
export function CopyButton({ text, label, variant, size, className }: Props) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (copied) {
      const timer = setTimeout(() => setCopied(false), SAID_MS);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [copied]);
  return (
    <Button
      {...(variant ? { variant } : {})}
      {...(size ? { size } : {})}
      {...(className ? { className } : {})}
      icon={copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
      onClick={async () => {
        if (await copyText(text)) {
          setCopied(true);
          announce(t('action.copied'));
        }
      }}
    >
      {copied ? t('action.copied') : (label ?? t('action.copy'))}
    </Button>
  );
}
