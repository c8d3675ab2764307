import { useQueryClient } from '@tanstack/react-query';
import { api, idempotent, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Prompt } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field, TextArea, TextInput } from '@/ui/Field';
import { ProblemNote } from '@/ui/ProblemNote';

const NAME_CHARS_MAX = 60;
const TEXT_CHARS_MAX = 8000;

/** A new prompt, or a change of one. */
export function PromptDialog({ before, onClose }: { before: Prompt | null; onClose(): void }) {
  const queries = useQueryClient();
  const form = useForm({
    initial: { name: before?.name ?? '', text: before?.text ?? '' },
    async submit(body, key) {
      await unwrap(
        before === null
          ? api.POST('/api/v1/prompts', { body, headers: idempotent(key) })
          : api.PUT('/api/v1/prompts/{id}', { params: { path: { id: before.id } }, body }),
      );
      await queries.invalidateQueries({ queryKey: keys.prompts });
      onClose();
    },
  });
  return (
    <Dialog
      open
      width="m"
      onOpenChange={onClose}
      title={before === null ? t('prompts.add') : t('prompts.edit', { name: before.name })}
    >
      <form className="flex flex-col gap-4" {...form.props}>
        <Field label={t('prompts.name')} hint={t('prompts.nameHint')} error={form.error('name')}>
          {(control) => <TextInput {...control} {...form.bind('name')} maxLength={NAME_CHARS_MAX} />}
        </Field>
        <Field label={t('prompts.content')} error={form.error('text')}>
          {(control) => <TextArea {...control} {...form.bind('text')} maxLength={TEXT_CHARS_MAX} rows={8} />}
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
