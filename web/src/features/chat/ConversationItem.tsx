import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import {
  Archive,
  Download,
  Ellipsis,
  FolderInput,
  Link2,
  Lock,
  Pencil,
  Pin,
  PinOff,
  ScrollText,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import type { Conversation } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { cx } from '@/ui/cx';
import { Menu, MenuItem, MenuSeparator } from '@/ui/Menu';
import { archiveConversation, changeConversation } from './changes';
import { conversationDialog, type DialogKind } from './conversationDialog';
import { deleteConversation } from './deletions';
import { dragging } from './folders/dragging';
import { messagesQuery } from './queries';
import { RenameField } from './RenameField';
import { titleOf } from './titleOf';

const TITLE_LENGTH = 120;

type Props = { groupId: string; conversation: Conversation };

/** One conversation in the sidebar. */
export function ConversationItem({ groupId, conversation }: Props) {
  const { id, running_turn_id, pinned } = conversation;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { conversationId: open } = useParams({ strict: false });
  const [renaming, setRenaming] = useState(false);
  const title = titleOf(conversation);
  const opens = (kind: DialogKind) => () => conversationDialog.set({ about: conversation, kind });
  // What is open is being read; the server hears of it from there.
  const unread = conversation.unread && open !== id;

  /** Does something that takes it out of the list; its page closes. */
  function away(deed: () => void) {
    if (open === id) {
      void navigate({ to: '/groups/$groupId/chat', params: { groupId } });
    }
    deed();
  }

  if (renaming) {
    return (
      <li>
        <RenameField
          label={t('chat.list.name')}
          before={conversation.title ?? ''}
          length={TITLE_LENGTH}
          onRename={(name) => void changeConversation(queries, conversation, { title: name })}
          onDone={() => setRenaming(false)}
        />
      </li>
    );
  }
  return (
    <li
      className="group relative flex items-center rounded-s transition-colors focus-within:bg-ink/4 hover:bg-ink/6"
      {...dragging(conversation)}
    >
      <Link
        to="/groups/$groupId/chat/$conversationId"
        params={{ groupId, conversationId: id }}
        activeProps={{ className: 'bg-ink/7 font-medium text-ink!', 'aria-current': 'page' }}
        // A press takes as long as fetching most chats.
        onPointerDown={() => void queries.prefetchQuery(messagesQuery(id))}
        className="flex min-h-9 touch:min-h-11 min-w-0 flex-1 items-center gap-2 rounded-s px-2.5 py-1.5 text-14 text-ink-soft group-focus-within:pe-9 group-hover:pe-9 touch:pe-12"
      >
        {conversation.sealed ? <Lock size={14} aria-hidden="true" className="shrink-0" /> : null}
        <span dir="auto" className={cx('min-w-0 flex-1 truncate', unread && 'font-medium text-ink')}>
          {title}
        </span>
        {running_turn_id === null ? (
          unread ? (
            <>
              <span className="size-2 shrink-0 rounded-full bg-accent" aria-hidden="true" />
              <span className="sr-only">{t('chat.list.unread')}</span>
            </>
          ) : null
        ) : (
          <>
            <span className="size-2 shrink-0 animate-breathe rounded-full bg-accent" aria-hidden="true" />
            <span className="sr-only">{t('chat.list.running')}</span>
          </>
        )}
      </Link>
      <Menu
        trigger={
          <button
            type="button"
            aria-label={t('chat.list.actions', { title })}
            className="absolute inset-e-0.5 inline-flex size-8 touch:inset-e-0 touch:size-11 items-center justify-center rounded-s text-ink-soft opacity-0 hover:bg-ink/6 hover:text-ink group-focus-within:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100 touch:opacity-100"
          >
            <Ellipsis size={16} aria-hidden="true" />
          </button>
        }
      >
        <MenuItem icon={<Pencil size={16} aria-hidden="true" />} onSelect={() => setRenaming(true)}>
          {t('chat.list.rename')}
        </MenuItem>
        <MenuItem
          icon={pinned ? <PinOff size={16} aria-hidden="true" /> : <Pin size={16} aria-hidden="true" />}
          onSelect={() => void changeConversation(queries, conversation, { pinned: !pinned })}
        >
          {pinned ? t('chat.list.unpin') : t('chat.list.pin')}
        </MenuItem>
        <MenuItem icon={<FolderInput size={16} aria-hidden="true" />} onSelect={opens('move')}>
          {t('folders.move')}
        </MenuItem>
        <MenuItem icon={<ScrollText size={16} aria-hidden="true" />} onSelect={opens('instructions')}>
          {t('chat.instructions.action')}
        </MenuItem>
        <MenuItem icon={<Link2 size={16} aria-hidden="true" />} onSelect={opens('share')}>
          {t('share.action')}
        </MenuItem>
        <MenuItem icon={<Download size={16} aria-hidden="true" />} onSelect={opens('save')}>
          {t('save.action')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Archive size={16} aria-hidden="true" />}
          onSelect={() => away(() => archiveConversation(queries, conversation))}
        >
          {t('chat.list.archive')}
        </MenuItem>
        <MenuItem
          danger
          icon={<Trash2 size={16} aria-hidden="true" />}
          onSelect={() => away(() => deleteConversation(queries, id))}
        >
          {t('chat.list.delete')}
        </MenuItem>
      </Menu>
    </li>
  );
}
