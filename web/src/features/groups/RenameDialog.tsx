import { useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import type { Group } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field, TextInput } from '@/ui/Field';
import { ProblemNote } from '@/ui/ProblemNote';
import { refreshGroup, renameGroup } from './calls';

export function RenameDialog({ group, onClose }: { group: Group; onClose(): void }) {
  const queries = useQueryClient();
  const form = useForm({
    initial: { name: group.name },
    check: ({ name }) => (name.trim() === '' ? { name: t('newGroup.noName') } : {}),
    async submit({ name }) {
      queries.setQueryData(keys.group(group.id), await renameGroup(group.id, name.trim()));
      onClose();
      await refreshGroup(queries, group.id);
    },
  });
  return (
    <Dialog open onOpenChange={onClose} title={t('group.renameTitle')}>
      <form className="flex flex-col gap-4" {...form.props}>
        <Field label={t('newGroup.name')} error={form.error('name')}>
          {(control) => <TextInput {...control} {...form.bind('name')} maxLength={80} autoComplete="off" />}
        </Field>
        <ProblemNote problem={form.problem} />
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {t('action.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
