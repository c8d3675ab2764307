import { memo } from 'react';
import type { Model } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { type Store, useStore } from '@/lib/store';
import { AnswerActions } from './AnswerActions';
import { AnswerEnd } from './AnswerEnd';
import { DeleteMessage } from './DeleteMessage';
import type { ShownMessage } from './live/shownMessages';
import { AnswerText } from './markdown/AnswerText';
import { Sealed } from './Sealed';
import { Thoughts } from './Thoughts';
import type { Branch } from './tree';
import { messagePlace } from './useJump';
import { VersionSwitch } from './VersionSwitch';
import { Waiting } from './Waiting';

type Props = {
  conversationId: string;
  message: ShownMessage;
  /** The model's name, where it is known. */
  model: string | null;
  /** What could answer instead. */
  models: readonly Model[];
  branch: Branch;
  last: boolean;
  busy: boolean;
  onRegenerate(message: ShownMessage, model?: string): void;
  onContinue(message: ShownMessage): void;
  onChooseVersion(id: string): void;
};

export const Answer = memo(function Answer({
  conversationId,
  message,
  model,
  models,
  branch,
  last,
  busy,
  onRegenerate,
  onContinue,
  onChooseVersion,
}: Props) {
  const running = message.status === 'running';
  return (
    <article id={messagePlace(message.id)} className="message" aria-busy={running || undefined}>
      <h2 className="sr-only">{model === null ? t('chat.answer') : t('chat.answerBy', { model })}</h2>
      <Thoughts reasoning={message.reasoning} ms={message.thought_ms} />
      {message.sealed ? (
        <Sealed />
      ) : message.live ? (
        <LiveText text={message.live} />
      ) : running && message.text === '' ? (
        <Waiting />
      ) : message.text === '' ? null : (
        <AnswerText text={message.text} growing={running} />
      )}
      <AnswerEnd
        message={message}
        busy={busy}
        onRetry={() => onRegenerate(message)}
        onContinue={() => onContinue(message)}
      />
      {/* Its room is there from the start, so that nothing moves when the answer is complete. */}
      <div
        className="message-actions -ms-2 flex min-h-8 flex-wrap items-center touch:-ms-3 touch:min-h-11"
        data-quiet={(!last && branch.count < 2) || undefined}
      >
        {running ? null : (
          <>
            <AnswerActions
              message={message}
              model={model}
              models={models}
              busy={busy}
              onRegenerate={onRegenerate}
            />
            <DeleteMessage conversationId={conversationId} messageId={message.id} busy={busy} />
            <VersionSwitch branch={branch} onChoose={onChooseVersion} />
          </>
        )}
      </div>
    </article>
  );
});

/** The text while it comes: the only thing that is drawn again with every frame. */
function LiveText({ text: store }: { text: Store<string> }) {
  const text = useStore(store);
  return text === '' ? <Waiting /> : <AnswerText text={text} growing />;
}
