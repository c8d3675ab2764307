import { Pencil } from 'lucide-react';
import { memo } from 'react';
import { t } from '@/lib/i18n/t';
import { IconButton } from '@/ui/IconButton';
import { MessageTime } from './AnswerActions';
import { SentFiles } from './attachments/SentFiles';
import { DeleteMessage } from './DeleteMessage';
import { EditQuestion } from './EditQuestion';
import type { Edit } from './edits';
import type { ShownMessage } from './live/shownMessages';
import { CopyIcon } from './markdown/CopyIcon';
import { QuestionBubble, QuestionText } from './QuestionText';
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
  /** It is being rewritten. */
  edit: Edit | null;
  onEdit(message: ShownMessage): void;
  onEditEnd(message: ShownMessage): void;
  onEdited(message: ShownMessage, text: string): void;
  onChooseVersion(id: string): void;
};

/** What the member asked, and what can be done with it. */
export const Question = memo(function Question({
  conversationId,
  message,
  branch,
  busy,
  edit,
  onEdit,
  onEditEnd,
  onEdited,
  onChooseVersion,
}: Props) {
  const { text } = message;
  if (edit !== null) {
    return (
      <EditQuestion
        edit={edit}
        busy={busy}
        onCancel={() => onEditEnd(message)}
        onSend={(edited) => onEdited(message, edited)}
      />
    );
  }
  return (
    <article id={messagePlace(message.id)} className="message flex flex-col items-end">
      <h2 className="sr-only">{t('chat.you')}</h2>
      <SentFiles files={message.attachments} />
      {message.sealed ? (
        <QuestionBubble>
          <Sealed />
        </QuestionBubble>
      ) : text === '' ? null : (
        <QuestionText text={text} />
      )}
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
              onClick={() => onEdit(message)}
            />
          </>
        )}
        <DeleteMessage conversationId={conversationId} messageId={message.id} busy={busy} />
      </div>
    </article>
  );
});
