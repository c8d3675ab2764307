import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Ghost } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { api, idempotent, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { asProblem, type Problem } from '@/lib/api/problem';
import { groupQuery } from '@/lib/api/queries';
import { currentUser } from '@/lib/api/session';
import type { Attachment } from '@/lib/api/types';
import { useIntentKey } from '@/lib/api/useIntentKey';
import { t } from '@/lib/i18n/t';
import { useStillHere } from '@/lib/useStillHere';
import { ButtonLink } from '@/ui/ButtonLink';
import { EmptyState } from '@/ui/EmptyState';
import { IconButton } from '@/ui/IconButton';
import { ProblemNote } from '@/ui/ProblemNote';
import { TableMark } from '@/ui/TableMark';
import { usePageTitle } from '@/ui/usePageTitle';
import { restoreFiles, takeFiles } from './attachments/pending';
import { Composer, type ComposerHandle } from './Composer';
import { ComposerCredit } from './ComposerCredit';
import { draftOf, newChatPlace, restoreDraft, setOut } from './drafts';
import { Examples } from './Examples';
import { greeting } from './greeting';
import { LowCredit } from './LowCredit';
import { ModelPicker } from './ModelPicker';
import { preloadAnswerText } from './markdown/AnswerText';
import { useModelChoice } from './modelChoice';
import { ask } from './outbox';
import { PendingChat } from './PendingChat';
import { usePrompts } from './prompts/promptsQuery';
import { conversationQuery, messagesQuery } from './queries';
import { hasScreenKeyboard } from './screenKeyboard';

type Said = { text: string; attachments: readonly Attachment[] };

type Props = { groupId: string; onCreated(conversationId: string): void };

/** A chat that does not exist yet: a greeting, and the composer as the calm centre. */
export function NewChatPage({ groupId, onCreated }: Props) {
  const queries = useQueryClient();
  const { data: group } = useQuery(groupQuery(groupId));
  const choice = useModelChoice(groupId, null);
  const composer = useRef<ComposerHandle>(null);
  const [sending, setSending] = useState<Said | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const prompts = usePrompts();
  const [temporary, setTemporary] = useState(false);
  const intent = useIntentKey();
  const place = newChatPlace(groupId);
  const active = group?.status === 'active';
  usePageTitle(t('chat.title'));
  const here = useStillHere();

  useEffect(() => {
    preloadAnswerText();
    if (active && !hasScreenKeyboard()) {
      composer.current?.focus();
    }
  }, [active]);

  async function send(text: string, attachments: readonly Attachment[]) {
    setSending({ text, attachments });
    setProblem(null);
    const arrived = setOut(place, text);
    const model = choice.model?.id;
    try {
      const conversation = await unwrap(
        api.POST('/api/v1/conversations', {
          body: { group_id: groupId, temporary, ...(model === undefined ? {} : { model }) },
          // Sent again after a lost answer, it is the same conversation.
          headers: idempotent(intent.keyFor([groupId, temporary, model, text])),
        }),
      );
      intent.settle();
      // The page that opens next needs to ask for nothing before it can show the question.
      queries.setQueryData(conversationQuery(conversation.id).queryKey, conversation);
      queries.setQueryData(messagesQuery(conversation.id).queryKey, []);
      void queries.invalidateQueries({ queryKey: keys.conversations(groupId) });
      void ask({
        conversationId: conversation.id,
        text,
        attachments,
        parentId: null,
        ...(model === undefined ? {} : { model }),
      });
      // Whoever went elsewhere meanwhile stays there; the list shows the new chat.
      if (here.current) {
        onCreated(conversation.id);
      }
    } catch (error) {
      setProblem(asProblem(error));
      restoreDraft(place, text);
      restoreFiles(place, attachments);
      setSending(null);
    } finally {
      arrived();
    }
  }

  if (group !== undefined && !active) {
    return <NotYet groupId={groupId} archived={group.status === 'archived'} />;
  }
  if (sending !== null) {
    return <PendingChat {...sending} />;
  }
  return (
    <main className="chat-column flex min-h-[calc(100dvh-var(--bar))] flex-col gap-6 pt-[max(2.5rem,20dvh)] pb-10">
      <h1 className="text-balance font-semibold text-28">{greeting(currentUser()?.name ?? '')}</h1>
      <div>
        {problem ? (
          <ProblemNote
            problem={problem}
            className="mb-3"
            onRetry={
              problem.passing
                ? () => {
                    const draft = draftOf(place);
                    void send(draft.get().trim(), takeFiles(place));
                    draft.set('');
                  }
                : undefined
            }
          />
        ) : null}
        <Composer
          ref={composer}
          place={place}
          placeholder={t('chat.composer.placeholder')}
          running={false}
          stopping={false}
          onSend={send}
          onStop={() => undefined}
          onEditLast={() => undefined}
          tools={
            <>
              <ModelPicker {...choice} />
              <IconButton
                label={t('temporary.choose')}
                icon={<Ghost size={18} aria-hidden="true" />}
                aria-pressed={temporary}
                className={temporary ? 'bg-accent-soft text-ink!' : ''}
                onClick={() => setTemporary(!temporary)}
              />
            </>
          }
          models={choice.models}
          prompts={prompts}
          onChooseModel={choice.choose}
          meter={<ComposerCredit groupId={groupId} />}
        />
        <LowCredit groupId={groupId} />
        {temporary ? <p className="px-4 pt-2 text-14 text-ink-soft">{t('temporary.note')}</p> : null}
        {choice.model?.demo ? <p className="px-4 pt-2 text-14 text-ink-soft">{t('chat.demo.note')}</p> : null}
      </div>
      <Examples
        onChoose={(text) => {
          draftOf(place).set(text);
          composer.current?.focus();
        }}
      />
      <p className="text-14 text-ink-faint">{t('chat.private')}</p>
    </main>
  );
}

function NotYet({ groupId, archived }: { groupId: string; archived: boolean }) {
  return (
    <main className="flex min-h-[60dvh] items-center justify-center">
      <h1 className="sr-only">{t('chat.title')}</h1>
      <EmptyState
        title={archived ? t('chat.archived.title') : t('chat.forming.title')}
        picture={<TableMark className="size-12" />}
        action={
          archived ? null : (
            <ButtonLink variant="primary" to="/groups/$groupId" params={{ groupId }}>
              {t('chat.forming.action')}
            </ButtonLink>
          )
        }
      >
        {archived ? t('chat.archived.text') : t('chat.forming.text')}
      </EmptyState>
    </main>
  );
}
