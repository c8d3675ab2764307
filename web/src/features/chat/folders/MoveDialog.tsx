import { useQueryClient } from '@tanstack/react-query';
import { Check, Folder as FolderIcon, Inbox } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Conversation } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { Dialog } from '@/ui/Dialog';
import { changeConversation } from '../changes';
import { folderName, useFolders } from '../foldersQuery';
import { titleOf } from '../titleOf';
import { NewFolderForm } from './NewFolderForm';

/** Which folder a conversation is in: another one, none, or one that is made for it. */
export function MoveDialog({ conversation, onClose }: { conversation: Conversation; onClose(): void }) {
  const queries = useQueryClient();
  const { group_id: groupId, folder_id: now } = conversation;
  const folders = useFolders(groupId);

  function move(folderId: string | null) {
    onClose();
    if (folderId !== now) {
      void changeConversation(queries, conversation, { folder_id: folderId });
    }
  }

  return (
    <Dialog open onOpenChange={onClose} title={t('folders.moveTitle', { title: titleOf(conversation) })}>
      <ul className="-mx-2 flex max-h-[40vh] flex-col overflow-y-auto p-px">
        <Place
          name={t('folders.none')}
          icon={<Inbox size={17} aria-hidden="true" />}
          here={now === null}
          onChoose={() => move(null)}
        />
        {folders.map((folder) => (
          <Place
            key={folder.id}
            name={folderName(folder)}
            icon={<FolderIcon size={17} aria-hidden="true" />}
            here={folder.id === now}
            onChoose={() => move(folder.id)}
          />
        ))}
      </ul>
      <div className="border-line border-t pt-4">
        <NewFolderForm groupId={groupId} onMade={({ id }) => move(id)} />
      </div>
    </Dialog>
  );
}

type PlaceProps = { name: string; icon: ReactNode; here: boolean; onChoose(): void };

function Place({ name, icon, here, onChoose }: PlaceProps) {
  return (
    <li>
      <button
        type="button"
        aria-current={here || undefined}
        className="flex min-h-11 w-full items-center gap-3 rounded-s px-2 text-start text-16 -outline-offset-2 transition-colors hover:bg-ink/6"
        onClick={onChoose}
      >
        <span className="shrink-0 text-ink-soft">{icon}</span>
        <span dir="auto" className="min-w-0 flex-1 truncate">
          {name}
        </span>
        {here ? <Check size={17} aria-hidden="true" className="shrink-0 text-accent" /> : null}
      </button>
    </li>
  );
}
