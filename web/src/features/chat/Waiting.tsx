import { t } from '@/lib/i18n/t';

/** The question is on its way and nothing has come back yet. */
export function Waiting() {
  return (
    <p className="flex h-6 items-center gap-1.5">
      <span className="sr-only">{t('chat.waiting')}</span>
      <span className="size-2 animate-breathe rounded-full bg-ink-soft" />
      <span className="size-2 animate-breathe rounded-full bg-ink-soft [animation-delay:200ms]" />
      <span className="size-2 animate-breathe rounded-full bg-ink-soft [animation-delay:400ms]" />
    </p>
  );
}
