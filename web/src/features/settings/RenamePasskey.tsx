import { useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Passkey } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field, TextInput } from '@/ui/Field';
import { ProblemNote } from '@/ui/ProblemNote';

export function RenamePasskey({ passkey, onClose }: { passkey: Passkey; onClose(): void }) {
  const queries = useQueryClient();
  const form = useForm({
    initial: { name: passkey.name },
    check: ({ name }) => (name.trim() === '' ? { name: t('passkeys.noNameTyped') } : {}),
    async submit({ name }) {
      await unwrap(
        api.PATCH('/api/v1/passkeys/{id}', {
          params: { path: { id: passkey.id } },
          body: { name: name.trim() },
        }),
      );
      onClose();
      await queries.invalidateQueries({ queryKey: keys.passkeys });
    },
  });
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())} title={t('passkeys.renameTitle')}>
      <form className="flex flex-col gap-4" {...form.props}>
        <Field label={t('passkeys.name')} error={form.error('name')}>
          {(control) => <TextInput {...control} {...form.bind('name')} maxLength={80} autoComplete="off" />}
        </Field>
        <ProblemNote problem={form.problem} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {t('passkeys.rename')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
