import { ChevronDown, RefreshCw, Square, Volume2 } from 'lucide-react';
import type { Model } from '@/lib/api/types';
import { formatMessageTime } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { useStore } from '@/lib/store';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { Menu, MenuItem, MenuLabel } from '@/ui/Menu';
import { AnswerDetails } from './AnswerDetails';
import { offersRetry } from './AnswerEnd';
import type { ShownMessage } from './live/shownMessages';
import { CopyIcon } from './markdown/CopyIcon';
import { canSpeak, hush, readingAloud, speak } from './readAloud';

type Props = {
  message: ShownMessage;
  /** The model's name, where it is known. */
  model: string | null;
  /** What could answer instead. */
  models: readonly Model[];
  busy: boolean;
  onRegenerate(message: ShownMessage, model?: string): void;
};

/** What can be done with an answer that has ended. */
export function AnswerActions({ message, model, models, busy, onRegenerate }: Props) {
  const cannot = busy || message.parent_id === null;
  // Asking the same model again is offered where it is told what went wrong.
  const asksAbove = offersRetry(message);
  return (
    <>
      {message.text === '' ? null : <CopyIcon text={message.text} label={t('chat.action.copy')} />}
      {message.text === '' || !canSpeak() ? null : <ReadAloud message={message} />}
      {asksAbove ? null : (
        <IconButton
          size="s"
          label={t('chat.action.regenerate')}
          icon={<RefreshCw size={16} aria-hidden="true" />}
          disabled={cannot}
          onClick={() => onRegenerate(message)}
        />
      )}
      {models.length > 1 ? (
        <Menu
          align="start"
          trigger={
            <button
              type="button"
              aria-label={t('chat.action.regenerateWith')}
              disabled={cannot}
              className={cx(
                'inline-flex shrink-0 touch:size-11 items-center justify-center rounded-s text-ink-soft transition-colors hover:bg-ink/6 hover:text-ink disabled:opacity-45',
                asksAbove ? 'size-8' : 'size-6',
              )}
            >
              {asksAbove ? (
                <RefreshCw size={16} aria-hidden="true" />
              ) : (
                <ChevronDown size={14} aria-hidden="true" />
              )}
            </button>
          }
        >
          <MenuLabel>{t('chat.action.regenerateWith')}</MenuLabel>
          {models.map(({ id, name }) => (
            <MenuItem key={id} onSelect={() => onRegenerate(message, id)}>
              {name}
            </MenuItem>
          ))}
        </Menu>
      ) : null}
      <AnswerDetails message={message} model={model} />
      <MessageTime at={message.created_at} />
    </>
  );
}

function ReadAloud({ message: { id, text } }: { message: ShownMessage }) {
  const reading = useStore(readingAloud) === id;
  return (
    <IconButton
      size="s"
      label={reading ? t('chat.action.hush') : t('chat.action.speak')}
      icon={
        reading ? (
          <Square size={13} fill="currentColor" aria-hidden="true" />
        ) : (
          <Volume2 size={16} aria-hidden="true" />
        )
      }
      onClick={() => (reading ? hush() : speak(id, text))}
    />
  );
}

/** When it was said: seen with the other things about a message, when one looks at it. */
export function MessageTime({ at }: { at: string }) {
  return (
    <time dateTime={at} className="px-1.5 text-12 text-ink-faint tabular-nums">
      {formatMessageTime(at)}
    </time>
  );
}
