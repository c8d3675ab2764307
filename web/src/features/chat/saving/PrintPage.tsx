import '../chat.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import { keys } from '@/lib/api/keys';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { ButtonLink } from '@/ui/ButtonLink';
import { PageProblem } from '@/ui/PageProblem';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { usePageTitle } from '@/ui/usePageTitle';
import { conversationQuery, messagesQuery } from '../queries';
import { Transcript } from '../Transcript';
import { titleOf } from '../titleOf';
import { lineOf } from '../transcriptLines';
import { pathThrough } from '../tree';

type Props = { groupId: string; conversationId: string };

/** One conversation as it is printed, which is also how it becomes a PDF. */
export function PrintPage({ groupId, conversationId }: Props) {
  const queries = useQueryClient();
  const { data: conversation, error: conversationError } = useQuery(conversationQuery(conversationId));
  const { data: messages, error: messagesError } = useQuery(messagesQuery(conversationId));
  // What is here stays, also when asking for it again fails.
  const error = (conversation ? null : conversationError) ?? (messages ? null : messagesError);
  usePageTitle(t('chat.title'));
  if (error) {
    return (
      <PageProblem
        error={error}
        reset={() => void queries.invalidateQueries({ queryKey: keys.conversation(conversationId) })}
      />
    );
  }
  return (
    <main className="chat-column py-8">
      <div className="flex flex-wrap gap-2 pb-6 print:hidden">
        <Button
          variant="primary"
          busy={messages === undefined}
          icon={<Printer size={18} aria-hidden="true" />}
          onClick={() => globalThis.print()}
        >
          {t('save.printNow')}
        </Button>
        <ButtonLink
          variant="quiet"
          to="/groups/$groupId/chat/$conversationId"
          params={{ groupId, conversationId }}
        >
          {t('save.back')}
        </ButtonLink>
      </div>
      <h1 dir="auto" className="pb-6 font-semibold text-28">
        {conversation === undefined ? t('chat.title') : titleOf(conversation)}
      </h1>
      {messages === undefined ? (
        <Loading>
          <Skeleton className="h-40 w-full" />
        </Loading>
      ) : (
        <Transcript lines={pathThrough(messages, null).map(lineOf)} />
      )}
    </main>
  );
}
