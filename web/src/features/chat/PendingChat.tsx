import type { Attachment } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { SentFiles } from './attachments/SentFiles';
import { QuestionText } from './QuestionText';
import { Waiting } from './Waiting';

/** The first question while its conversation is being made: in the place where it will stand. */
export function PendingChat({ text, attachments }: { text: string; attachments: readonly Attachment[] }) {
  return (
    <main className="chat-column flex min-h-[calc(100dvh-var(--bar))] flex-col gap-3 pt-6">
      <h1 className="sr-only">{t('chat.untitled')}</h1>
      <article className="flex flex-col items-end pb-8">
        <SentFiles files={attachments} />
        {text === '' ? null : <QuestionText text={text} />}
      </article>
      <Waiting />
    </main>
  );
}
