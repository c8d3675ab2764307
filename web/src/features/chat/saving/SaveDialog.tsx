import { Braces, FileText, Printer } from 'lucide-react';
import { useState } from 'react';
import { asProblem, type Problem } from '@/lib/api/problem';
import type { Conversation } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useHere } from '@/lib/useHere';
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
  const here = useHere();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState<'md' | 'json' | null>(null);
  const title = titleOf(conversation);

  async function save(kind: 'md' | 'json') {
    setBusy(kind);
    setProblem(null);
    try {
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
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(null);
    }
  }

  return (
    <Dialog open onOpenChange={onClose} title={t('save.title')} description={t('save.text')}>
      {problem ? <ProblemNote problem={problem} /> : null}
      <div className="flex flex-col gap-2">
        <Button
          busy={busy === 'md'}
          disabled={busy === 'json'}
          icon={<FileText size={18} aria-hidden="true" />}
          onClick={() => void save('md')}
        >
          {t('save.markdown')}
        </Button>
        <Button
          busy={busy === 'json'}
          disabled={busy === 'md'}
          icon={<Braces size={18} aria-hidden="true" />}
          onClick={() => void save('json')}
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
