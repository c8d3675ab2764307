import { ArrowUp, ListEnd, Square } from 'lucide-react';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
} from 'react';
import type { Attachment, Model } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useStore } from '@/lib/store';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { toast } from '@/ui/toasts';
import { AddFiles } from './attachments/AddFiles';
import { PendingFiles } from './attachments/PendingFiles';
import { pastedFiles } from './attachments/pasted';
import { addFiles, areSent, FILES_MAX, pendingFiles, takeFiles } from './attachments/pending';
import { useFileDrop } from './attachments/useFileDrop';
import { composerDeed } from './composerKeys';
import { followDraft } from './draftSync';
import { draftOf } from './drafts';
import { MentionList } from './MentionList';
import { hasScreenKeyboard } from './screenKeyboard';
import { useMention } from './useMention';

const NONE: readonly Model[] = [];

export type ComposerHandle = { focus(): void };

type Props = {
  /** Whose draft it is: a conversation's id, or a new chat's place. */
  place: string;
  placeholder: string;
  /** An answer is being written: Send is Stop, and what is sent now waits for the end. */
  running: boolean;
  stopping: boolean;
  /** Takes the text and its files; the composer is empty afterwards. */
  onSend(text: string, files: readonly Attachment[]): void;
  onStop(): void;
  onEditLast(): void;
  /** Left below the text: the model. */
  tools: ReactNode;
  /** What can be chosen by "@" and a name. */
  models?: readonly Model[];
  onChooseModel?(model: Model): void;
  /** Beside the button: the credit. */
  meter: ReactNode;
  ref?: Ref<ComposerHandle> | undefined;
};

/** Where messages are written. Grows with its text up to two fifths of the window, then scrolls. */
export function Composer({
  place,
  placeholder,
  running,
  stopping,
  onSend,
  onStop,
  onEditLast,
  tools,
  models = NONE,
  onChooseModel = () => undefined,
  meter,
  ref,
}: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  const draft = draftOf(place);
  const text = useStore(draft);
  const files = useStore(pendingFiles(place));
  const empty = text.trim() === '' && files.length === 0;
  const sendable = !empty && areSent(files);
  const listId = useId();
  const mention = useMention(area, draft, models, onChooseModel);
  useEffect(() => followDraft(place), [place]);
  useImperativeHandle(ref, () => ({ focus: () => area.current?.focus({ preventScroll: true }) }));

  const dropping = useFileDrop(add);

  function add(added: readonly File[]) {
    if (addFiles(place, added) > 0) {
      toast(t('files.tooMany', { count: FILES_MAX }));
    }
    area.current?.focus({ preventScroll: true });
  }

  function send() {
    if (sendable) {
      onSend(text.trim(), takeFiles(place));
      draft.set('');
    }
    area.current?.focus({ preventScroll: true });
  }

  function pasted(event: ClipboardEvent<HTMLTextAreaElement>) {
    const added = pastedFiles(event.clipboardData, t('files.pastedName'));
    if (added.length > 0) {
      event.preventDefault();
      add(added);
    }
  }

  function pressed(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (mention.pressed(event)) {
      event.preventDefault();
      // Escape must not stop an answer at the same time.
      event.stopPropagation();
      return;
    }
    const deed = composerDeed(event.nativeEvent, {
      touch: hasScreenKeyboard(),
      empty: text === '' && files.length === 0,
      running,
    });
    if (deed === null) {
      return;
    }
    event.preventDefault();
    switch (deed) {
      case 'send':
        return send();
      case 'stop':
        return onStop();
      case 'edit_last':
        return onEditLast();
    }
  }

  return (
    <form
      className="composer relative rounded-m border border-line-strong/70 bg-raised transition-colors focus-within:border-line-strong"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {mention.active === undefined ? null : (
        <MentionList id={listId} models={mention.found} active={mention.active} onChoose={mention.choose} />
      )}
      {dropping ? (
        <p className="pointer-events-none absolute inset-0 z-10 flex items-center justify-center rounded-m border-2 border-accent border-dashed bg-raised/95 text-16">
          {t('files.drop')}
        </p>
      ) : null}
      <PendingFiles place={place} files={files} />
      <div className="grid max-h-[40dvh] overflow-y-auto">
        <textarea
          ref={area}
          rows={1}
          dir="auto"
          aria-label={t('chat.composer.label')}
          placeholder={placeholder}
          value={text}
          onChange={(event) => {
            draft.set(event.target.value);
            mention.look();
          }}
          onBlur={mention.close}
          aria-controls={mention.active === undefined ? undefined : listId}
          aria-activedescendant={mention.active === undefined ? undefined : `${listId}-${mention.active.id}`}
          onKeyDown={pressed}
          onPaste={pasted}
          enterKeyHint={hasScreenKeyboard() ? 'enter' : 'send'}
          autoComplete="off"
          className="col-start-1 row-start-1 min-h-13 resize-none overflow-hidden bg-transparent px-4 pt-3.5 pb-1.5 text-16 outline-none"
        />
        {/* The same text in the same place gives the field its height, without measuring anything. */}
        <div
          aria-hidden="true"
          className="invisible col-start-1 row-start-1 whitespace-pre-wrap px-4 pt-3.5 pb-1.5 text-16"
        >
          {`${text}\u200b`}
        </div>
      </div>
      <div className="flex items-center gap-1 p-2 pt-0.5">
        <AddFiles onAdd={add} />
        <div className="flex min-w-0 flex-1">{tools}</div>
        {meter}
        {running && !empty ? (
          <IconButton
            type="submit"
            label={t('chat.composer.queue')}
            icon={<ListEnd size={18} aria-hidden="true" />}
          />
        ) : null}
        {running ? (
          <IconButton
            label={stopping ? t('chat.composer.stopping') : t('chat.composer.stop')}
            icon={<Square size={14} fill="currentColor" aria-hidden="true" />}
            aria-disabled={stopping || undefined}
            className={cx('bg-ink text-paper! hover:bg-ink-soft', stopping && 'opacity-55')}
            onClick={onStop}
          />
        ) : (
          <IconButton
            type="submit"
            label={t('chat.composer.send')}
            icon={<ArrowUp size={20} aria-hidden="true" />}
            aria-disabled={!sendable || undefined}
            className={
              !sendable ? 'bg-ink/8 text-ink-faint!' : 'bg-accent text-on-accent! hover:bg-accent-hover'
            }
          />
        )}
      </div>
    </form>
  );
}
