import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Conversation } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { IconButton } from '@/ui/IconButton';
import { useFolders } from '../foldersQuery';
import { FolderItem } from './FolderItem';

const NewFolderDialog = lazy(() =>
  import('./NewFolderDialog').then((module) => ({ default: module.NewFolderDialog })),
);

type Props = {
  groupId: string;
  /** The conversation that is open, where its folder is known. */
  open: Conversation | null;
};

/** My folders in the sidebar. Whoever has none makes the first one from a conversation's menu. */
export function FolderList({ groupId, open }: Props) {
  const folders = useFolders(groupId);
  const [making, setMaking] = useState(false);
  if (folders.length === 0) {
    return null;
  }
  return (
    <section aria-labelledby="chats-folders">
      <div className="flex items-center justify-between pe-0.5">
        <h2 id="chats-folders" className="px-2.5 text-12 text-ink-faint">
          {t('folders.title')}
        </h2>
        <IconButton
          size="s"
          label={t('folders.new')}
          icon={<Plus size={16} aria-hidden="true" />}
          onClick={() => setMaking(true)}
        />
      </div>
      <ul>
        {folders.map((folder) => (
          <FolderItem
            key={folder.id}
            groupId={groupId}
            folder={folder}
            holdsOpen={open?.folder_id === folder.id}
          />
        ))}
      </ul>
      {making ? (
        <Suspense>
          <NewFolderDialog groupId={groupId} onClose={() => setMaking(false)} />
        </Suspense>
      ) : null}
    </section>
  );
}
