import { useQueryClient } from '@tanstack/react-query';
import { api, idempotent, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Folder } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { useStillHere } from '@/lib/useStillHere';
import { Button } from '@/ui/Button';
import { Field, TextInput } from '@/ui/Field';
import { ProblemNote } from '@/ui/ProblemNote';
import { FOLDER_NAME_LENGTH } from './folderCalls';

/** Makes a folder in a group. Whoever leaves meanwhile has made it all the same, and nothing else comes of it. */
export function NewFolderForm({ groupId, onMade }: { groupId: string; onMade(folder: Folder): void }) {
  const queries = useQueryClient();
  const here = useStillHere();
  const form = useForm({
    initial: { name: '' },
    async submit({ name }, key) {
      const body = { group_id: groupId, name: name.trim() };
      const made = await unwrap(api.POST('/api/v1/folders', { body, headers: idempotent(key) }));
      await queries.invalidateQueries({ queryKey: keys.folders });
      if (here.current) {
        onMade(made);
      }
    },
  });
  return (
    <form className="flex flex-col gap-3" {...form.props}>
      <div className="flex items-end gap-2">
        <Field label={t('folders.new')} error={form.error('name')} className="min-w-0 flex-1">
          {(control) => <TextInput {...control} {...form.bind('name')} maxLength={FOLDER_NAME_LENGTH} />}
        </Field>
        <Button type="submit" busy={form.busy} className="h-11">
          {t('folders.create')}
        </Button>
      </div>
      <ProblemNote problem={form.problem} />
    </form>
  );
}
