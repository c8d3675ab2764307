import '../chat.css';
import { useQuery } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
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
import { isWhole, pathThrough } from '../tree';

type Props = { groupId: string; conversationId: string };

/** One conversation as it is printed, which is also how it becomes a PDF. */
export function PrintPage({ groupId, conversationId }: Props) {
  const conversation = useQuery(conversationQuery(conversationId));
  const messages = useQuery(messagesQuery(conversationId));
  const error = conversation.error ?? messages.error;
  const path = messages.data === undefined ? null : pathThrough(messages.data, null);
  usePageTitle(t('chat.title'));
  if (error) {
    return <PageProblem error={error} reset={() => void messages.refetch()} />;
  }
  return (
    <main className="chat-column py-8">
      <div className="flex flex-wrap gap-2 pb-6 print:hidden">
        <Button
          variant="primary"
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
        {conversation.data === undefined ? t('chat.title') : titleOf(conversation.data)}
      </h1>
      {path === null || (messages.isFetching && !isWhole(path)) ? (
        <Loading>
          <Skeleton className="h-40 w-full" />
        </Loading>
      ) : (
        <Transcript lines={path.map(lineOf)} />
      )}
    </main>
  );
}
