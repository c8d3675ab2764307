import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronRight, Ellipsis, Folder as FolderIcon, FolderOpen, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Folder } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useStore } from '@/lib/store';
import { useWhenChanged } from '@/lib/useWhenChanged';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { cx } from '@/ui/cx';
import { Fetched } from '@/ui/Fetched';
import { Menu, MenuItem } from '@/ui/Menu';
import { More } from '@/ui/More';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { ConversationItem } from '../ConversationItem';
import { deletedConversations } from '../deletions';
import { folderName } from '../foldersQuery';
import { folderQuery } from '../queries';
import { RenameField } from '../RenameField';
import { useDropPlace } from './dragging';
import { deleteFolder, FOLDER_NAME_LENGTH, renameFolder } from './folderCalls';

type Props = {
  groupId: string;
  folder: Folder;
  /** The conversation that is open is in it. */
  holdsOpen: boolean;
};

/** One folder in the sidebar: opened by pressing it, and by itself for what is open. */
export function FolderItem({ groupId, folder, holdsOpen }: Props) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(holdsOpen);
  const [renaming, setRenaming] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const name = folderName(folder);
  const place = `folder-${folder.id}`;
  const { over, handlers } = useDropPlace(groupId, folder.id);
  useWhenChanged(holdsOpen, (now) => now && setOpen(true));

  if (renaming) {
    return (
      <li>
        <RenameField
          label={t('folders.name')}
          before={folder.name}
          length={FOLDER_NAME_LENGTH}
          onRename={(to) => void renameFolder(queries, folder, to)}
          onDone={() => setRenaming(false)}
        />
      </li>
    );
  }
  const Icon = open ? FolderOpen : FolderIcon;
  return (
    <li className={cx('rounded-s', over && 'bg-accent-soft ring-2 ring-accent')} {...handlers}>
      <div className="group relative flex items-center rounded-s transition-colors focus-within:bg-ink/4 hover:bg-ink/6">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={open ? place : undefined}
          className="flex min-h-9 touch:min-h-11 min-w-0 flex-1 items-center gap-2 rounded-s px-2.5 py-1.5 text-14 text-ink-soft group-focus-within:pe-9 group-hover:pe-9 touch:pe-12 text-start"
          onClick={() => setOpen(!open)}
        >
          <Icon size={16} aria-hidden="true" className="shrink-0" />
          <span dir="auto" className="min-w-0 flex-1 truncate">
            {name}
          </span>
          <ChevronRight
            size={14}
            aria-hidden="true"
            className={cx('shrink-0 text-ink-faint transition-transform', open && 'rotate-90')}
          />
        </button>
        <Menu
          trigger={
            <button
              type="button"
              aria-label={t('folders.actions', { name })}
              className="absolute inset-e-0.5 inline-flex size-8 touch:inset-e-0 touch:size-11 items-center justify-center rounded-s text-ink-soft opacity-0 hover:bg-ink/6 hover:text-ink group-focus-within:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100 touch:opacity-100"
            >
              <Ellipsis size={16} aria-hidden="true" />
            </button>
          }
        >
          <MenuItem icon={<Pencil size={16} aria-hidden="true" />} onSelect={() => setRenaming(true)}>
            {t('folders.rename')}
          </MenuItem>
          <MenuItem danger icon={<Trash2 size={16} aria-hidden="true" />} onSelect={() => setDeleting(true)}>
            {t('chat.list.delete')}
          </MenuItem>
        </Menu>
      </div>
      {open ? <Content id={place} groupId={groupId} folderId={folder.id} /> : null}
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={t('folders.delete', { name })}
        description={t('folders.deleteText')}
        confirm={t('chat.list.delete')}
        danger
        onConfirm={() => deleteFolder(queries, folder)}
      />
    </li>
  );
}

function Content({ id, groupId, folderId }: { id: string; groupId: string; folderId: string }) {
  const list = useInfiniteQuery(folderQuery(groupId, folderId));
  const deleted = useStore(deletedConversations);
  const items = (list.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((item) => item.folder_id === folderId && !(item.pinned || item.archived || deleted.has(item.id)));
  return (
    <div id={id} className="ms-4 border-line border-s ps-1.5">
      <Fetched
        query={list}
        loading={
          <Loading className="px-2.5 py-2">
            <Skeleton className="h-4 w-3/4" />
          </Loading>
        }
      >
        {() =>
          items.length === 0 && !list.hasNextPage ? (
            <p className="px-2.5 py-2 text-14 text-ink-faint">{t('folders.empty')}</p>
          ) : (
            <ul>
              {items.map((conversation) => (
                <ConversationItem key={conversation.id} groupId={groupId} conversation={conversation} />
              ))}
            </ul>
          )
        }
      </Fetched>
      <More query={list} size="s" variant="quiet">
        {t('chat.list.more')}
      </More>
    </div>
  );
}
