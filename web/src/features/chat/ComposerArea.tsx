import { Undo2 } from 'lucide-react';
import type { Ref } from 'react';
import type { Attachment } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useStore } from '@/lib/store';
import { Button } from '@/ui/Button';
import { restoreFiles, takeFiles } from './attachments/pending';
import { Composer, type ComposerHandle } from './Composer';
import { ComposerCredit } from './ComposerCredit';
import { ContextGauge } from './ContextGauge';
import { draftOf, restoreDraft } from './drafts';
import { LowCredit } from './LowCredit';
import { ModelPicker } from './ModelPicker';
import type { ModelChoice } from './modelChoice';
import { ask, queuedOf, refusalOf, unqueue } from './outbox';
import { usePrompts } from './prompts/promptsQuery';
import { RefusalNote } from './RefusalNote';

type Props = {
  groupId: string;
  conversationId: string;
  choice: ModelChoice;
  /** How much of what the model can read at once is taken. */
  context: number | null;
  running: boolean;
  stopping: boolean;
  onSend(text: string, files: readonly Attachment[]): void;
  onStop(): void;
  onEditLast(): void;
  ref?: Ref<ComposerHandle> | undefined;
};

/** The composer of a conversation with what concerns it: a refusal to answer, and what waits to be sent. */
export function ComposerArea({ groupId, conversationId, choice, context, ref, ...rest }: Props) {
  const refusals = refusalOf(conversationId);
  const refusal = useStore(refusals);
  const prompts = usePrompts();
  const queued = useStore(queuedOf(conversationId));

  function retry() {
    const draft = draftOf(conversationId);
    const text = draft.get().trim();
    if (refusal === null || (refusal.ask.text !== undefined && text !== refusal.ask.text)) {
      // It was rewritten meanwhile: what stands there now is what is meant.
      rest.onSend(text, takeFiles(conversationId));
    } else {
      void ask({ ...refusal.ask, attachments: takeFiles(conversationId) });
    }
    if (refusal?.ask.text !== undefined) {
      draft.set('');
    }
  }

  return (
    <>
      {refusal ? (
        <RefusalNote
          refusal={refusal}
          groupId={groupId}
          onDismiss={() => refusals.set(null)}
          onRetry={retry}
        />
      ) : null}
      {queued ? (
        <div className="mb-2 flex items-center gap-3 rounded-m border border-line border-dashed py-1 pe-1 ps-4 text-14">
          <span className="flex min-w-0 flex-1 gap-x-3 max-sm:flex-col max-sm:py-1.5">
            <span className="shrink-0 text-ink-faint max-sm:text-12">{t('chat.composer.queued')}</span>
            <span dir="auto" className="min-w-0 flex-1 truncate">
              {queued.text || queued.attachments?.[0]?.name}
            </span>
          </span>
          <Button
            size="s"
            variant="quiet"
            icon={<Undo2 size={16} aria-hidden="true" />}
            onClick={() => {
              unqueue(conversationId);
              restoreDraft(conversationId, queued.text);
              restoreFiles(conversationId, queued.attachments ?? []);
            }}
          >
            {t('chat.composer.unqueue')}
          </Button>
        </div>
      ) : null}
      <Composer
        ref={ref}
        place={conversationId}
        placeholder={t('chat.composer.reply')}
        tools={
          <>
            <ModelPicker {...choice} />
            <ContextGauge part={context} />
          </>
        }
        models={choice.models}
        prompts={prompts}
        onChooseModel={choice.choose}
        meter={<ComposerCredit groupId={groupId} />}
        {...rest}
      />
      <LowCredit groupId={groupId} />
    </>
  );
}
