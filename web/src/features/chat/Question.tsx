import { Pencil } from 'lucide-react';
import { memo, useState } from 'react';
import { t } from '@/lib/i18n/t';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { TextButton } from '@/ui/TextButton';
import { MessageTime } from './AnswerActions';
import { SentFiles } from './attachments/SentFiles';
import { DeleteMessage } from './DeleteMessage';
import { EditQuestion } from './EditQuestion';
import type { ShownMessage } from './live/shownMessages';
import { CopyIcon } from './markdown/CopyIcon';
import { Sealed } from './Sealed';
import type { Branch } from './tree';
import { messagePlace } from './useJump';
import { VersionSwitch } from './VersionSwitch';

type Props = {
  conversationId: string;
  message: ShownMessage;
  branch: Branch;
  /** Nothing can be sent now, as an answer is being written. */
  busy: boolean;
  editing: boolean;
  onEdit(id: string | null): void;
  onEdited(message: ShownMessage, text: string): void;
  onChooseVersion(id: string): void;
};

/** Longer messages are folded: pasted logs must not push the conversation away. */
const FOLD_CHARACTERS = 1200;
const FOLD_LINES = 16;
/** More than ten lines can show: the rest of a long message is not laid out before somebody asks for it. */
const FOLDED_CHARACTERS = 4000;

/** What the member wrote: as it was typed, nothing in it is interpreted. */
export const Question = memo(function Question({
  conversationId,
  message,
  branch,
  busy,
  editing,
  onEdit,
  onEdited,
  onChooseVersion,
}: Props) {
  const { text } = message;
  const long = text.length > FOLD_CHARACTERS || text.split('\n').length > FOLD_LINES;
  const [folded, setFolded] = useState(long);
  if (editing) {
    return (
      <EditQuestion
        text={text}
        busy={busy}
        onCancel={() => onEdit(null)}
        onSend={(edited) => onEdited(message, edited)}
      />
    );
  }
  return (
    <article id={messagePlace(message.id)} className="message flex flex-col items-end">
      <h2 className="sr-only">{t('chat.you')}</h2>
      <SentFiles files={message.attachments} />
      <div
        className={cx(
          'max-w-[85%] rounded-m bg-sunk px-4 py-2.5 dark:bg-raised',
          text === '' && !message.sealed && 'hidden',
        )}
      >
        {message.sealed ? (
          <Sealed />
        ) : (
          <p dir="auto" className={cx('text-wrap whitespace-pre-wrap', folded && 'line-clamp-10')}>
            {folded ? text.slice(0, FOLDED_CHARACTERS) : text}
          </p>
        )}
        {long ? (
          <TextButton aria-expanded={!folded} className="mt-1 min-h-6" onClick={() => setFolded(!folded)}>
            {folded ? t('chat.showAll') : t('chat.showLess')}
          </TextButton>
        ) : null}
      </div>
      <div
        className="message-actions flex min-h-8 flex-wrap items-center justify-end touch:-me-3 touch:min-h-11"
        data-quiet={branch.count < 2 || undefined}
      >
        <MessageTime at={message.created_at} />
        <VersionSwitch branch={branch} onChoose={onChooseVersion} />
        {message.sealed ? null : (
          <>
            <CopyIcon text={text} label={t('chat.action.copy')} />
            <IconButton
              size="s"
              label={t('chat.action.edit')}
              icon={<Pencil size={16} aria-hidden="true" />}
              disabled={busy}
              onClick={() => onEdit(message.id)}
            />
          </>
        )}
        <DeleteMessage conversationId={conversationId} messageId={message.id} busy={busy} />
      </div>
    </article>
  );
});
