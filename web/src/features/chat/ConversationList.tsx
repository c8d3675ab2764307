import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { SquarePen } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { asProblem } from '@/lib/api/problem';
import { t } from '@/lib/i18n/t';
import { useStore } from '@/lib/store';
import { Button } from '@/ui/Button';
import { ProblemNote } from '@/ui/ProblemNote';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { ConversationItem } from './ConversationItem';
import { deletedConversations } from './deletions';
import { conversationsQuery } from './queries';
import { monthName, type SectionKey, sections } from './sections';

/** A group's conversations in the sidebar, newest first, and the way to a new one. */
export function ConversationList({ groupId }: { groupId: string }) {
  const list = useInfiniteQuery(conversationsQuery(groupId));
  const deleted = useStore(deletedConversations);
  const items = list.data?.pages.flatMap((page) => page.items).filter(({ id }) => !deleted.has(id));
  return (
    <nav aria-label={t('chat.list.label')} className="flex flex-col gap-2">
      {/* Stays in reach however far down the list one is. */}
      <div className="sticky top-0 z-10 bg-sunk pb-1">
        <Link
          to="/groups/$groupId/chat"
          params={{ groupId }}
          activeOptions={{ exact: true }}
          activeProps={{ className: 'bg-ink/7', 'aria-current': 'page' }}
          className="flex min-h-10 items-center gap-2.5 rounded-s px-2.5 font-medium text-14 transition-colors hover:bg-ink/6"
        >
          <SquarePen size={17} aria-hidden="true" />
          {t('chat.new')}
        </Link>
      </div>
      {items === undefined ? (
        list.error ? (
          <ProblemNote problem={asProblem(list.error)} onRetry={() => void list.refetch()} />
        ) : (
          <ListLoading />
        )
      ) : items.length === 0 && !list.hasNextPage ? (
        <p className="px-2.5 py-2 text-14 text-ink-soft">{t('chat.list.empty')}</p>
      ) : (
        sections(items).map((section) => (
          <section key={section.key} aria-labelledby={`chats-${section.key}`}>
            <h2 id={`chats-${section.key}`} className="px-2.5 pb-1 text-12 text-ink-faint">
              {sectionName(section.key)}
            </h2>
            <ul>
              {section.items.map((conversation) => (
                <ConversationItem key={conversation.id} groupId={groupId} conversation={conversation} />
              ))}
            </ul>
          </section>
        ))
      )}
      {list.hasNextPage ? (
        <More busy={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />
      ) : null}
    </nav>
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

/** Fetches the next page when its end comes near; also by pressing, for keyboards. */
function More({ busy, onMore }: { busy: boolean; onMore(): void }) {
  const place = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  useEffect(() => {
    more.current = onMore;
  });
  useEffect(() => {
    const end = place.current;
    if (end === null || busy) {
      return;
    }
    const seen = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && more.current(),
      { rootMargin: '200px' },
    );
    seen.observe(end);
    return () => seen.disconnect();
  }, [busy]);
  return (
    <div ref={place} className="flex justify-center pb-2">
      <Button size="s" variant="quiet" busy={busy} onClick={onMore}>
        {t('chat.list.more')}
      </Button>
    </div>
  );
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
