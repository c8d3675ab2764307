import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArchiveRestore, Trash2 } from 'lucide-react';
import { formatDate } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { useStore } from '@/lib/store';
import { Fetched } from '@/ui/Fetched';
import { IconButton } from '@/ui/IconButton';
import { More } from '@/ui/More';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { changeConversation } from './changes';
import { deleteConversation, deletedConversations } from './deletions';
import { archivedQuery } from './queries';
import { titleOf } from './titleOf';

/** What was put out of the way, of all groups: to read, to bring back, to delete. */
export function ArchivedChats() {
  const queries = useQueryClient();
  const list = useInfiniteQuery(archivedQuery);
  const deleted = useStore(deletedConversations);
  return (
    <Fetched
      query={list}
      loading={
        <Loading className="flex flex-col gap-3">
          <Skeleton className="h-11 w-full" />
          <Skeleton className="h-11 w-full" />
        </Loading>
      }
    >
      {({ pages }) => {
        const items = pages
          .flatMap((page) => page.items)
          .filter(({ id, archived }) => archived && !deleted.has(id));
        if (items.length === 0 && !list.hasNextPage) {
          return <p className="max-w-prose text-14 text-ink-soft">{t('chat.archive.empty')}</p>;
        }
        return (
          <div className="flex flex-col gap-3">
            <ul className="flex flex-col divide-y divide-line border-line border-y">
              {items.map((conversation) => {
                const title = titleOf(conversation);
                return (
                  <li key={conversation.id} className="flex min-h-14 items-center gap-2">
                    <Link
                      to="/groups/$groupId/chat/$conversationId"
                      params={{ groupId: conversation.group_id, conversationId: conversation.id }}
                      className="flex min-w-0 flex-1 flex-col py-2 hover:underline"
                    >
                      <span dir="auto" className="truncate text-16">
                        {title}
                      </span>
                      <span className="text-12 text-ink-faint">{formatDate(conversation.updated_at)}</span>
                    </Link>
                    <IconButton
                      label={t('chat.archive.restore', { title })}
                      icon={<ArchiveRestore size={17} aria-hidden="true" />}
                      onClick={() => void changeConversation(queries, conversation, { archived: false })}
                    />
                    <IconButton
                      label={t('chat.archive.delete', { title })}
                      icon={<Trash2 size={17} aria-hidden="true" />}
                      onClick={() => deleteConversation(queries, conversation.id)}
                    />
                  </li>
                );
              })}
            </ul>
            <More query={list} size="s" variant="quiet" centred>
              {t('chat.list.more')}
            </More>
          </div>
        );
      }}
    </Fetched>
  );
}
