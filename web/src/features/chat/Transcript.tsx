import { formatDateTime } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { AnswerText } from './markdown/AnswerText';

/** A message as it is read where nothing can be done with it. */
export type TranscriptLine = {
  role: 'user' | 'assistant';
  text: string;
  model: string | null;
  created_at: string;
  /** The names of the files that came with it. */
  files: readonly string[];
};

/** A conversation to be read or printed: all of one path, and nothing to press. */
export function Transcript({ lines }: { lines: readonly TranscriptLine[] }) {
  return (
    <div className="flex flex-col gap-6">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines never change their places
        <article key={index} className="break-inside-avoid-page">
          <h2 className="flex flex-wrap items-baseline gap-x-2 pb-1 font-semibold text-14">
            {line.role === 'user' ? t('transcript.question') : (line.model ?? t('chat.answer'))}
            <time dateTime={line.created_at} className="font-normal text-12 text-ink-soft">
              {formatDateTime(line.created_at)}
            </time>
          </h2>
          {line.files.map((name) => (
            <p key={name} className="pb-1 text-14 text-ink-soft">
              {name}
            </p>
          ))}
          {line.role === 'user' ? (
            <p
              dir="auto"
              className="whitespace-pre-wrap text-wrap rounded-m bg-sunk px-4 py-2.5 dark:bg-raised"
            >
              {line.text}
            </p>
          ) : (
            <AnswerText text={line.text} growing={false} />
          )}
        </article>
      ))}
    </div>
  );
}
