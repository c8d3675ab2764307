import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Fetched } from '@/ui/Fetched';
import { Field, TextArea } from '@/ui/Field';
import { ProblemNote } from '@/ui/ProblemNote';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { instructionsQuery, patchConversation } from './queries';

type Props = { conversationId: string; onClose(): void };

const CHARS_MAX = 8000;

/** What the model is told before everything else in a conversation. */
export function InstructionsDialog({ conversationId, onClose }: Props) {
  const instructions = useQuery(instructionsQuery(conversationId));
  return (
    <Dialog
      open
      width="m"
      onOpenChange={(open) => open || onClose()}
      title={t('chat.instructions.title')}
      description={t('chat.instructions.text')}
    >
      <Fetched
        query={instructions}
        loading={
          <Loading>
            <Skeleton className="h-40" />
          </Loading>
        }
      >
        {({ text }) => <InstructionsForm conversationId={conversationId} before={text} onClose={onClose} />}
      </Fetched>
    </Dialog>
  );
}

function InstructionsForm({ conversationId, before, onClose }: Props & { before: string }) {
  const queries = useQueryClient();
  const form = useForm({
    initial: { text: before },
    async submit({ text }) {
      const path = { id: conversationId };
      await unwrap(api.PUT('/api/v1/conversations/{id}/instructions', { params: { path }, body: { text } }));
      queries.setQueryData(keys.instructions(conversationId), { text: text.trim() });
      patchConversation(queries, conversationId, { instructed: text.trim() !== '' });
      onClose();
    },
  });
  return (
    <form className="flex flex-col gap-4" {...form.props}>
      <Field label={t('chat.instructions.label')} error={form.error('text')}>
        {(control) => (
          <TextArea
            {...control}
            {...form.bind('text')}
            maxLength={CHARS_MAX}
            rows={8}
            placeholder={t('chat.instructions.placeholder')}
          />
        )}
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
  );
}
