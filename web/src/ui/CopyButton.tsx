import { Check, Copy } from 'lucide-react';
import { t } from '@/lib/i18n/t';
import { Button } from './Button';
import type { ButtonSize, ButtonVariant } from './buttonClass';
import { useCopied } from './useCopied';

type Props = { text: string; label?: string; variant?: ButtonVariant; size?: ButtonSize; className?: string };

/** Copies a text and says so. */
export function CopyButton({ text, label, variant, size, className }: Props) {
  const { copied, copy } = useCopied(text);
  return (
    <Button
      {...(variant ? { variant } : {})}
      {...(size ? { size } : {})}
      {...(className ? { className } : {})}
      icon={copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
      onClick={copy}
    >
      {copied ? t('action.copied') : (label ?? t('action.copy'))}
    </Button>
  );
}
