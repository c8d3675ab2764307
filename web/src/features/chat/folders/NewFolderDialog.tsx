import { t } from '@/lib/i18n/t';
import { Dialog } from '@/ui/Dialog';
import { NewFolderForm } from './NewFolderForm';

/** A folder to begin with. */
export function NewFolderDialog({ groupId, onClose }: { groupId: string; onClose(): void }) {
  return (
    <Dialog open onOpenChange={onClose} title={t('folders.new')}>
      <NewFolderForm groupId={groupId} onMade={onClose} />
    </Dialog>
  );
}
