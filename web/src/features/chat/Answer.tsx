import { RefreshCw } from 'lucide-react';
import { t } from '@/lib/i18n/t';
import { type Store, useStore } from '@/lib/store';
import { IconButton } from '@/ui/IconButton';
import { AnswerDetails } from './AnswerDetails';
import { AnswerEnd, offersRetry } from './AnswerEnd';
import type { ShownMessage } from './live/shownMessages';
import { AnswerText } from './markdown/AnswerText';
import { CopyIcon } from './markdown/CopyIcon';
import type { Branch } from './tree';
import { messagePlace } from './useJump';
import { VersionSwitch } from './VersionSwitch';
import { Waiting } from './Waiting';

type Props = {
  message: ShownMessage;
  /** The model's name, where it is known. */
  model: string | null;
  branch: Branch;
  last: boolean;
  busy: boolean;
  onRegenerate(message: ShownMessage): void;
  onContinue(message: ShownMessage): void;
  onChooseVersion(id: string): void;
};

export function Answer({
  message,
  model,
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
      {message.live ? (
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
        className="message-actions -ml-2 flex h-8 items-center"
        data-quiet={(!last && branch.count < 2) || undefined}
      >
        {running ? null : (
          <>
            {message.text === '' ? null : <CopyIcon text={message.text} label={t('chat.action.copy')} />}
            {offersRetry(message) ? null : (
              <IconButton
                size="s"
                label={t('chat.action.regenerate')}
                icon={<RefreshCw size={16} aria-hidden="true" />}
                disabled={busy || message.parent_id === null}
                onClick={() => onRegenerate(message)}
              />
            )}
            <AnswerDetails message={message} model={model} />
            <VersionSwitch branch={branch} onChoose={onChooseVersion} />
          </>
        )}
      </div>
    </article>
  );
}

/** The text while it comes: the only thing that is drawn again with every frame. */
function LiveText({ text: store }: { text: Store<string> }) {
  const text = useStore(store);
  return text === '' ? <Waiting /> : <AnswerText text={text} growing />;
}
