import { useMutation } from '@tanstack/react-query';
import { Braces, FileText, Printer } from 'lucide-react';
import type { Conversation } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useStillHere } from '@/lib/useStillHere';
import { Button } from '@/ui/Button';
import { ButtonLink } from '@/ui/ButtonLink';
import { Dialog } from '@/ui/Dialog';
import { ProblemNote } from '@/ui/ProblemNote';
import { saveFile } from '@/ui/saveFile';
import { titleOf } from '../titleOf';
import { pathThrough } from '../tree';
import { useWholeMessages } from '../useWholeMessages';
import { asJson, asMarkdown, fileName } from './asText';

type Props = { conversation: Conversation; onClose(): void };

/** One conversation as a file on the person's own device. It is written here: nothing of it goes anywhere. */
export function SaveDialog({ conversation, onClose }: Props) {
  const wholeMessages = useWholeMessages(conversation.id);
  const here = useStillHere();
  const title = titleOf(conversation);

  const save = useMutation({
    mutationFn: async (kind: 'md' | 'json') => {
      const messages = await wholeMessages();
      if (!here.current) {
        return;
      }
      if (kind === 'md') {
        saveFile(fileName(title, 'md'), asMarkdown(title, pathThrough(messages, null)), 'text/markdown');
      } else {
        saveFile(fileName(title, 'json'), asJson(conversation, messages), 'application/json');
      }
      onClose();
    },
  });
  const underway = save.isPending ? save.variables : null;

  return (
    <Dialog open onOpenChange={onClose} title={t('save.title')} description={t('save.text')}>
      <ProblemNote problem={save.error} />
      <div className="flex flex-col gap-2">
        <Button
          busy={underway === 'md'}
          disabled={underway === 'json'}
          icon={<FileText size={18} aria-hidden="true" />}
          onClick={() => save.mutate('md')}
        >
          {t('save.markdown')}
        </Button>
        <Button
          busy={underway === 'json'}
          disabled={underway === 'md'}
          icon={<Braces size={18} aria-hidden="true" />}
          onClick={() => save.mutate('json')}
        >
          {t('save.json')}
        </Button>
        <ButtonLink
          to="/groups/$groupId/chat/$conversationId/print"
          params={{ groupId: conversation.group_id, conversationId: conversation.id }}
          icon={<Printer size={18} aria-hidden="true" />}
          onClick={onClose}
        >
          {t('save.print')}
        </ButtonLink>
      </div>
    </Dialog>
  );
}
