import { type KeyboardEvent, useEffect, useRef } from 'react';
import { t } from '@/lib/i18n/t';
import { useStore } from '@/lib/store';
import { Button } from '@/ui/Button';
import { composerDeed } from './composerKeys';
import { type Edit, isChanged } from './edits';
import { GrowingTextArea } from './GrowingTextArea';
import { hasScreenKeyboard } from './screenKeyboard';

type Props = {
  edit: Edit;
  busy: boolean;
  onCancel(): void;
  onSend(text: string): void;
};

/** A message being rewritten in its place. Sending it makes a new version beside the old one. */
export function EditQuestion({ edit, busy, onCancel, onSend }: Props) {
  const text = useStore(edit.text);
  const area = useRef<HTMLTextAreaElement>(null);
  const changed = isChanged(edit);
  // One that is as it was left is not what somebody came for, until it is begun again.
  const left = useRef(changed ? edit : null);

  useEffect(() => {
    const field = area.current;
    if (edit !== left.current) {
      field?.focus();
      field?.setSelectionRange(field.value.length, field.value.length);
    }
  }, [edit]);

  function send() {
    if (changed && !busy) {
      onSend(text.trim());
    }
  }

  function pressed(event: KeyboardEvent<HTMLTextAreaElement>) {
    const deed = composerDeed(event.nativeEvent, { touch: hasScreenKeyboard(), empty: false, running: true });
    if (deed === 'send' || deed === 'stop') {
      event.preventDefault();
      // Escape must not stop an answer at the same time.
      event.stopPropagation();
      return deed === 'send' ? send() : onCancel();
    }
  }

  return (
    <form
      className="composer flex flex-col gap-3 rounded-m border border-line-strong bg-raised p-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <GrowingTextArea
        ref={area}
        most="max-h-[50dvh]"
        aria-label={t('chat.edit.label')}
        value={text}
        onChange={(event) => edit.text.set(event.target.value)}
        onKeyDown={pressed}
        className="px-1"
      />
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p className="min-w-0 flex-1 text-12 text-ink-soft">{t('chat.edit.note')}</p>
        <Button size="s" variant="quiet" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
        <Button size="s" variant="primary" type="submit" disabled={!changed || busy}>
          {t('chat.edit.send')}
        </Button>
      </div>
    </form>
  );
}
