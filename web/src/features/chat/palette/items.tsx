import { MessageSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Conversation } from '@/lib/api/types';
import { formatDay } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { titleOf } from '../titleOf';
import type { Command } from './commands';
import type { Hit } from './searchChats';

/** One line of the palette. */
export type Item = { id: string; icon: ReactNode; content: ReactNode; run(): void };

export function commandItem({ id, name, icon: Icon, run }: Command): Item {
  return {
    id: `do-${id}`,
    icon: <Icon size={17} aria-hidden="true" />,
    content: <span className="truncate">{name}</span>,
    run,
  };
}

export function chatItem(conversation: Conversation, run: () => void): Item {
  return {
    id: `chat-${conversation.id}`,
    icon: <MessageSquare size={17} aria-hidden="true" />,
    content: (
      <span dir="auto" className="truncate">
        {titleOf(conversation)}
      </span>
    ),
    run,
  };
}

/** A title with what was typed in it, or a message's title above the place in the message. */
export function hitItem(hit: Hit, run: () => void): Item {
  const words = (
    <>
      {hit.before}
      <mark className="rounded-s bg-accent-soft text-ink">{hit.found}</mark>
      {hit.after}
    </>
  );
  return {
    id: `hit-${hit.message_id ?? hit.conversation_id}`,
    icon: <MessageSquare size={17} aria-hidden="true" />,
    content:
      hit.message_id === null ? (
        <span dir="auto" className="truncate">
          {words}
        </span>
      ) : (
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="flex items-baseline gap-3">
            <span dir="auto" className="min-w-0 flex-1 truncate">
              {hit.title ?? t('chat.untitled')}
            </span>
            <span className="shrink-0 text-12 text-ink-faint">{formatDay(hit.at)}</span>
          </span>
          <span className="line-clamp-2 text-12 text-ink-soft" dir="auto">
            {hit.role === 'user' ? `${t('chat.you')}: ` : null}
            {words}
          </span>
        </span>
      ),
    run,
  };
}
