import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '@/lib/api/keys';
import type { Conversation } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { useStillHere } from '@/lib/useStillHere';
import { Button } from '@/ui/Button';
import { CopyButton } from '@/ui/CopyButton';
import { Dialog } from '@/ui/Dialog';
import { Field, SelectInput, TextInput } from '@/ui/Field';
import { PasswordField } from '@/ui/PasswordField';
import { ProblemNote } from '@/ui/ProblemNote';
import { titleOf } from '../titleOf';
import { lineOf } from '../transcriptLines';
import { pathThrough } from '../tree';
import { useWholeMessages } from '../useWholeMessages';
import { createLink, revokeLink } from './calls';
import { canSeal, seal } from './seal';
import type { Snapshot } from './snapshot';

const DAYS = [1, 7, 30, 365];

type Props = { conversation: Conversation; onClose(): void };

/** Makes a link that shows the conversation as it is now; none for whoever closes it before that is there. */
export function ShareDialog({ conversation, onClose }: Props) {
  const [link, setLink] = useState<string | null>(null);
  if (link !== null) {
    return (
      <Dialog open onOpenChange={onClose} title={t('share.made')} description={t('share.madeText')}>
        <Field label={t('share.link')}>
          {(control) => (
            <div className="flex gap-2">
              <TextInput
                {...control}
                readOnly
                value={link}
                onFocus={(event) => event.target.select()}
                className="min-w-0 flex-1 text-14"
              />
              <CopyButton text={link} variant="primary" className="h-11" />
            </div>
          )}
        </Field>
      </Dialog>
    );
  }
  return (
    <Dialog open onOpenChange={onClose} title={t('share.title')} description={t('share.text')}>
      {canSeal() ? (
        <ShareForm conversation={conversation} onMade={setLink} onClose={onClose} />
      ) : (
        <p className="text-16">{t('share.insecure')}</p>
      )}
    </Dialog>
  );
}

function ShareForm({ conversation, onMade, onClose }: Props & { onMade(link: string): void }) {
  const queries = useQueryClient();
  const wholeMessages = useWholeMessages(conversation.id);
  const here = useStillHere();
  const form = useForm({
    initial: { days: '7', password: '' },
    async submit({ days, password }) {
      const messages = await wholeMessages();
      if (!here.current) {
        return;
      }
      const snapshot: Snapshot = {
        title: titleOf(conversation),
        lines: pathThrough(messages, null).map(lineOf),
      };
      const { sealed, key } = await seal(snapshot, password);
      if (!here.current) {
        return;
      }
      const made = await createLink(
        conversation.id,
        sealed,
        days === '' ? null : Number(days),
        password !== '',
      );
      try {
        if (here.current) {
          onMade(`${globalThis.location.origin}/shared/${made.id}#${key}`);
        } else {
          // Should this not get through, the link is in the list of mine, and opens nothing: its key is gone with the dialog.
          await revokeLink(made.id);
        }
      } finally {
        await queries.invalidateQueries({ queryKey: keys.sharedLinks });
      }
    },
  });
  return (
    <form className="flex flex-col gap-4" {...form.props}>
      <Field label={t('share.ends')}>
        {(control) => (
          <SelectInput {...control} {...form.bind('days')}>
            {DAYS.map((days) => (
              <option key={days} value={days}>
                {t('share.days', { count: days })}
              </option>
            ))}
            <option value="">{t('share.endless')}</option>
          </SelectInput>
        )}
      </Field>
      <PasswordField
        label={t('share.password')}
        hint={t('share.passwordHint')}
        autoComplete="off"
        {...form.bind('password')}
      />
      <ProblemNote problem={form.problem} />
      <div className="flex justify-end gap-2">
        <Button variant="quiet" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          {t('share.make')}
        </Button>
      </div>
    </form>
  );
}
