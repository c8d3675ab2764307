import { Square } from 'lucide-react';
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
import type { Attachment, Model, Prompt } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useStore } from '@/lib/store';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { toast } from '@/ui/toasts';
import { AddFiles } from './attachments/AddFiles';
import { PendingFiles } from './attachments/PendingFiles';
import { pastedFiles } from './attachments/pasted';
import { addFiles, FILES_MAX, pendingFiles, takeFiles } from './attachments/pending';
import { useFileDrop } from './attachments/useFileDrop';
import { composerDeed } from './composerKeys';
import { followDraft } from './draftSync';
import { draftOf } from './drafts';
import { GrowingTextArea } from './GrowingTextArea';
import { SendButton } from './SendButton';
import { SuggestionList } from './SuggestionList';
import { hasScreenKeyboard } from './screenKeyboard';
import { modelSuggestions, promptSuggestions } from './suggestions';
import { useSending } from './useSending';
import { useSuggestions } from './useSuggestions';

const NO_MODELS: readonly Model[] = [];
const NO_PROMPTS: readonly Prompt[] = [];

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
  /** What can be written by "/" and a name. */
  prompts?: readonly Prompt[];
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
  models = NO_MODELS,
  onChooseModel,
  prompts = NO_PROMPTS,
  meter,
  ref,
}: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  const draft = draftOf(place);
  const text = useStore(draft);
  const files = useStore(pendingFiles(place));
  const empty = text.trim() === '' && files.length === 0;
  const listId = useId();
  const suggestions = useSuggestions({
    area,
    draft,
    kinds: [modelSuggestions(models, onChooseModel), promptSuggestions(prompts)],
  });
  const offered = suggestions.list?.active;
  useEffect(() => followDraft(place), [place]);
  useImperativeHandle(ref, () => ({ focus: () => area.current?.focus({ preventScroll: true }) }));

  const dropping = useFileDrop(add);

  function add(added: readonly File[]) {
    if (addFiles(place, added) > 0) {
      toast(t('files.tooMany', { count: FILES_MAX }));
    }
    area.current?.focus({ preventScroll: true });
  }

  const sending = useSending(place, () => {
    onSend(text.trim(), takeFiles(place));
    draft.set('');
  });

  function send() {
    if (!empty) {
      sending.send();
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
    if (suggestions.pressed(event)) {
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
      {suggestions.list === null ? null : (
        <SuggestionList id={listId} {...suggestions.list} onChoose={suggestions.choose} />
      )}
      {dropping ? (
        <p className="pointer-events-none absolute inset-0 z-10 flex items-center justify-center rounded-m border-2 border-accent border-dashed bg-raised/95 text-16">
          {t('files.drop')}
        </p>
      ) : null}
      <PendingFiles place={place} files={files} />
      <GrowingTextArea
        ref={area}
        most="max-h-[40dvh]"
        aria-label={t('chat.composer.label')}
        placeholder={placeholder}
        value={text}
        onChange={(event) => {
          draft.set(event.target.value);
          suggestions.look();
        }}
        onBlur={suggestions.close}
        aria-controls={offered === undefined ? undefined : listId}
        aria-activedescendant={offered === undefined ? undefined : `${listId}-${offered.id}`}
        onKeyDown={pressed}
        onPaste={pasted}
        enterKeyHint={hasScreenKeyboard() ? 'enter' : 'send'}
        autoComplete="off"
        className="min-h-13 px-4 pt-3.5 pb-1.5"
      />
      <div className="flex items-center gap-1 p-2 pt-0.5">
        <AddFiles onAdd={add} />
        <div className="flex min-w-0 flex-1">{tools}</div>
        {meter}
        {running && empty ? null : (
          <SendButton queues={running} empty={empty} waits={sending.waits} stuck={sending.stuck} />
        )}
        {running ? (
          <IconButton
            label={stopping ? t('chat.composer.stopping') : t('chat.composer.stop')}
            icon={<Square size={14} fill="currentColor" aria-hidden="true" />}
            aria-disabled={stopping || undefined}
            className={cx('bg-ink text-paper! hover:bg-ink-soft', stopping && 'opacity-55')}
            onClick={onStop}
          />
        ) : null}
      </div>
    </form>
  );
}
