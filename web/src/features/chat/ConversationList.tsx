import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Search, SquarePen } from 'lucide-react';
import type { Conversation } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useStore } from '@/lib/store';
import { cx } from '@/ui/cx';
import { Fetched } from '@/ui/Fetched';
import { More } from '@/ui/More';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { ConversationItem } from './ConversationItem';
import { deletedConversations } from './deletions';
import { useDropPlace } from './folders/dragging';
import { FolderList } from './folders/FolderList';
import { useFolders } from './foldersQuery';
import { paletteOpen } from './paletteState';
import { conversationQuery, pinnedQuery, recentQuery } from './queries';
import { monthName, type SectionKey, sections } from './sections';
import { shelves } from './shelves';

/** A group's conversations in the sidebar, newest first, and the way to a new one. */
export function ConversationList({ groupId }: { groupId: string }) {
  const list = useInfiniteQuery(recentQuery(groupId));
  const pins = useInfiniteQuery(pinnedQuery(groupId));
  const deleted = useStore(deletedConversations);
  const folders = useFolders(groupId);
  const { conversationId } = useParams({ strict: false });
  const { data: open } = useQuery({ ...conversationQuery(conversationId ?? ''), enabled: false });
  const shown = shelves([list.data, pins.data], deleted);
  const { over, handlers } = useDropPlace(groupId, null);
  return (
    <nav aria-label={t('chat.list.label')} className="flex flex-col gap-2">
      {/* Stays in reach however far down the list one is. */}
      <div className="sticky top-0 z-10 bg-sunk pb-1">
        <Link
          to="/groups/$groupId/chat"
          params={{ groupId }}
          activeOptions={{ exact: true }}
          activeProps={{ className: 'bg-ink/7', 'aria-current': 'page' }}
          className="flex min-h-10 touch:min-h-11 items-center gap-2.5 rounded-s px-2.5 font-medium text-14 transition-colors hover:bg-ink/6"
        >
          <SquarePen size={17} aria-hidden="true" />
          {t('chat.new')}
        </Link>
        <button
          type="button"
          className="flex min-h-10 touch:min-h-11 w-full items-center gap-2.5 rounded-s px-2.5 text-14 text-ink-soft transition-colors hover:bg-ink/6 hover:text-ink"
          onClick={() => paletteOpen.set(true)}
        >
          <Search size={17} aria-hidden="true" />
          {t('chat.palette.button')}
        </button>
      </div>
      <Fetched query={list} loading={<ListLoading />}>
        {() =>
          shown.pinned.length + shown.recent.length + folders.length === 0 && !list.hasNextPage ? (
            <p className="px-2.5 py-2 text-14 text-ink-soft">{t('chat.list.empty')}</p>
          ) : (
            <>
              <FolderList groupId={groupId} open={open ?? null} />
              <ListSection
                name="pinned"
                title={t('chat.list.pinned')}
                groupId={groupId}
                items={shown.pinned}
              />
              <div
                className={cx(
                  'flex min-h-10 flex-col gap-2 rounded-s',
                  over && 'bg-accent-soft ring-2 ring-accent',
                )}
                {...handlers}
              >
                {sections(shown.recent).map(({ key, items }) => (
                  <ListSection
                    key={key}
                    name={key}
                    title={sectionName(key)}
                    groupId={groupId}
                    items={items}
                  />
                ))}
              </div>
            </>
          )
        }
      </Fetched>
      <More query={list} size="s" variant="quiet" centred nearby>
        {t('chat.list.more')}
      </More>
    </nav>
  );
}

type ListSectionProps = { name: string; title: string; groupId: string; items: readonly Conversation[] };

function ListSection({ name, title, groupId, items }: ListSectionProps) {
  return items.length === 0 ? null : (
    <section aria-labelledby={`chats-${name}`}>
      <h2 id={`chats-${name}`} className="px-2.5 pb-1 text-12 text-ink-faint">
        {title}
      </h2>
      <ul>
        {items.map((conversation) => (
          <ConversationItem key={conversation.id} groupId={groupId} conversation={conversation} />
        ))}
      </ul>
    </section>
  );
}

function sectionName(key: SectionKey): string {
  switch (key) {
    case 'today':
    case 'yesterday':
    case 'week':
    case 'month':
      return t(`chat.list.${key}`);
    default:
      return monthName(key);
  }
}

function ListLoading() {
  return (
    <Loading className="flex flex-col gap-3 px-2.5 pt-1">
      {['w-3/4', 'w-1/2', 'w-5/6', 'w-2/3'].map((width) => (
        <Skeleton key={width} className={`h-4 ${width}`} />
      ))}
    </Loading>
  );
}
