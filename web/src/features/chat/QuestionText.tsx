import { type ReactNode, useState } from 'react';
import { t } from '@/lib/i18n/t';
import { cx } from '@/ui/cx';
import { TextButton } from '@/ui/TextButton';

/** Longer messages are folded: pasted logs must not push the conversation away. */
const FOLD_CHARACTERS = 1200;
const FOLD_LINES = 16;
/** More than ten lines can show: the rest of a long message is not laid out before somebody asks for it. */
const FOLDED_CHARACTERS = 4000;

/** What the member says, apart from what is answered. */
export function QuestionBubble({ children }: { children: ReactNode }) {
  return <div className="max-w-[85%] rounded-m bg-sunk px-4 py-2.5 dark:bg-raised">{children}</div>;
}

/** What the member wrote: as it was typed, nothing in it is interpreted. */
export function QuestionText({ text }: { text: string }) {
  const long = text.length > FOLD_CHARACTERS || text.split('\n', FOLD_LINES + 1).length > FOLD_LINES;
  const [folded, setFolded] = useState(long);
  return (
    <QuestionBubble>
      <p dir="auto" className={cx('text-wrap whitespace-pre-wrap', folded && 'line-clamp-10')}>
        {folded ? text.slice(0, FOLDED_CHARACTERS) : text}
      </p>
      {long ? (
        <TextButton aria-expanded={!folded} className="mt-1 min-h-6" onClick={() => setFolded(!folded)}>
          {folded ? t('chat.showAll') : t('chat.showLess')}
        </TextButton>
      ) : null}
    </QuestionBubble>
  );
}
