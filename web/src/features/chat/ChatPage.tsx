import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { asProblem, isProblem } from '@/lib/api/problem';
import type { Attachment } from '@/lib/api/types';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { readingChoice } from '@/lib/readingChoice';
import { useStore } from '@/lib/store';
import { useWhenChanged } from '@/lib/useWhenChanged';
import { PageProblem } from '@/ui/PageProblem';
import { toast } from '@/ui/toasts';
import { usePageTitle } from '@/ui/usePageTitle';
import { ChatColumn } from './ChatColumn';
import { ChatGone } from './ChatGone';
import type { ComposerHandle } from './Composer';
import { ComposerArea } from './ComposerArea';
import { contextPart } from './contextPart';
import { discardConversation } from './deletions';
import { beginEdit, dropEdits, dropGone, dropUnchanged, editsOf, endEdit } from './edits';
import { Instructed } from './Instructed';
import { stopTurn } from './live/runningTurns';
import { Messages } from './Messages';
import { EarlierMessages, MessagesLoading } from './MessagesComing';
import { preloadAnswerText } from './markdown/AnswerText';
import { useModelChoice } from './modelChoice';
import { ask, queue } from './outbox';
import { hush } from './readAloud';
import { hasScreenKeyboard } from './screenKeyboard';
import type { ScrollOwner } from './scrollOwner';
import { titleOf } from './titleOf';
import { isWhole, pathThrough } from './tree';
import { useConversation } from './useConversation';
import { useEscape } from './useEscape';
import { useLeaving } from './useLeaving';
import { useReadMark } from './useReadMark';
import { useTurnAnnouncements } from './useTurnAnnouncements';

/** What is asked; null: the question again. */
type Said = { text: string; attachments?: readonly Attachment[] };

type Props = {
  groupId: string;
  conversationId: string;
  /** The message that somebody looks for; null: the conversation opens at its end. */
  at: string | null;
};

/** One conversation: what was said, and the composer. */
export function ChatPage({ groupId, conversationId, at }: Props) {
  const { conversation, messages, running, loading, error, earlier, refetch } =
    useConversation(conversationId);
  const queries = useQueryClient();
  const choice = useModelChoice(groupId, conversation);
  const [via, setVia] = useState<string | null>(at);
  /** The message to bring into view. */
  const [sought, setSought] = useState<string | null>(at);
  /** Room below a new message, so that it can stand at the top. */
  const [roomy, setRoomy] = useState(false);
  const edits = useStore(editsOf(conversationId));
  const composer = useRef<ComposerHandle>(null);
  usePageTitle(t('chat.title'));
  useTurnAnnouncements(running);
  useReadMark(conversation, messages);

  useWhenChanged(at, (now) => {
    setVia(now);
    setSought(now);
  });
  // What is read aloud can be silenced only here.
  useEffect(() => hush, []);
  useEffect(() => () => dropUnchanged(conversationId), [conversationId]);
  useEffect(() => {
    if (earlier === 'here') {
      dropGone(conversationId, messages);
    }
  }, [conversationId, messages, earlier]);

  const isGone = isProblem(error, 'not_found');
  useEffect(() => {
    if (isGone) {
      dropEdits(conversationId);
    }
  }, [conversationId, isGone]);

  useEffect(() => {
    preloadAnswerText();
    if (!hasScreenKeyboard()) {
      composer.current?.focus();
    }
  }, []);

  function focusComposer() {
    if (!hasScreenKeyboard()) {
      composer.current?.focus();
    }
  }

  async function stop() {
    try {
      await stopTurn(running?.id ?? '');
    } catch (refusal) {
      toast(problemText(asProblem(refusal)));
    }
  }

  useEscape(running === null ? null : stop);
  const temporary = conversation?.temporary ?? false;
  useLeaving(temporary ? () => discardConversation(queries, conversationId) : null);

  if (error !== null) {
    return isGone ? <ChatGone /> : <PageProblem error={asProblem(error)} reset={refetch} />;
  }

  const path = pathThrough(messages, via);
  const last = path.at(-1) ?? null;
  // Nothing is shown before what is looked for: when that came later, it would pull away from what is being read.
  const seeking = sought !== null && earlier === 'coming' && !messages.some(({ id }) => id === sought);

  function send(owner: ScrollOwner, parentId: string | null, said: Said | null, model = choice.model?.id) {
    // What is asked now is the newest of all, and that is what is read from here on.
    setVia(null);
    setSought(null);
    void ask({
      conversationId,
      parentId,
      ...said,
      ...(model === undefined ? {} : { model }),
    });
    if (readingChoice.get() === 'top') {
      setRoomy(true);
      owner.toNewMessage();
    } else {
      owner.toEnd();
    }
    // Whatever asked for it cannot be pressed again for now; the focus goes where one can go on.
    focusComposer();
  }

  function sendNext(owner: ScrollOwner, text: string, attachments: readonly Attachment[]) {
    if (running === null) {
      send(owner, last?.id ?? null, { text, attachments });
    } else {
      queue(conversationId, {
        text,
        attachments,
        ...(choice.model === null ? {} : { model: choice.model.id }),
      });
    }
  }

  function editLast() {
    const question = path.findLast(({ role }) => role === 'user');
    if (question !== undefined) {
      beginEdit(conversationId, question);
    }
  }

  return (
    <ChatColumn
      atEnd={sought === null}
      foot={(owner) => (
        <ComposerArea
          ref={composer}
          groupId={groupId}
          conversationId={conversationId}
          choice={choice}
          context={contextPart(path, choice.model)}
          running={running !== null}
          stopping={running?.stopping ?? false}
          onSend={(text, files) => sendNext(owner, text, files)}
          onStop={stop}
          onEditLast={editLast}
        />
      )}
    >
      {(owner) => (
        <>
          <h1 className="sr-only">{conversation === null ? t('chat.title') : titleOf(conversation)}</h1>
          {temporary ? <p className="pb-6 text-center text-14 text-ink-soft">{t('temporary.here')}</p> : null}
          {conversation?.instructed ? <Instructed conversationId={conversationId} /> : null}
          {loading || seeking ? (
            <MessagesLoading />
          ) : (
            <Messages
              conversationId={conversationId}
              messages={messages}
              path={path}
              roomy={roomy}
              above={isWhole(path) ? null : <EarlierMessages state={earlier} onRetry={refetch} />}
              at={sought}
              models={choice.models}
              busy={running !== null}
              edits={edits}
              owner={owner}
              onEdit={(question) => beginEdit(conversationId, question)}
              onEditEnd={({ id }) => {
                endEdit(conversationId, id);
                focusComposer();
              }}
              onEdited={({ id, parent_id, attachments }, text) => {
                endEdit(conversationId, id);
                send(owner, parent_id, { text, attachments });
              }}
              onRegenerate={({ parent_id }, model) =>
                parent_id !== null && send(owner, parent_id, null, model)
              }
              onContinue={({ id }) => send(owner, id, { text: t('chat.continueText') })}
              onChooseVersion={setVia}
            />
          )}
        </>
      )}
    </ChatColumn>
  );
}
