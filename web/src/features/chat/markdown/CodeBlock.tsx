import { WrapText } from 'lucide-react';
import { memo, startTransition, useEffect, useReducer, useState } from 'react';
import { t } from '@/lib/i18n/t';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { CopyIcon } from './CopyIcon';
import type { CodeLine, Painter } from './highlighter';
import { languageNamed } from './languages';

/** Code in an answer: its language, copy, wrap; coloured as soon as the colours have come, plain until then. */
export function CodeBlock({ code, language }: { code: string; language: string }) {
  const [wrapped, setWrapped] = useState(false);
  return (
    <figure className="code-block overflow-hidden rounded-m border border-line bg-sunk">
      <figcaption className="flex h-10 items-center gap-1 border-line border-b ps-4 pe-1 touch:h-11 touch:gap-0 touch:pe-0 text-12 text-ink-soft">
        <span className="min-w-0 flex-1 truncate font-mono">{language || t('chat.code.plain')}</span>
        <IconButton
          size="s"
          label={t('chat.code.wrap')}
          aria-pressed={wrapped}
          className="aria-pressed:bg-ink/7 aria-pressed:text-ink"
          icon={<WrapText size={16} aria-hidden="true" />}
          onClick={() => setWrapped(!wrapped)}
        />
        <CopyIcon text={code} label={t('chat.code.copy')} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className={cx('px-4 py-3', wrapped ? 'whitespace-pre-wrap' : 'overflow-x-auto')}>
        <Code code={code} language={language} />
      </pre>
    </figure>
  );
}

function Code({ code, language }: { code: string; language: string }) {
  const painter = usePainter(language);
  const [round, nextRound] = useReducer((before: number) => before + 1, 0);
  const { lines, rest } = painter?.paint(code) ?? { lines: [], rest: code };
  const waiting = painter !== null && rest !== '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round asks for the next, until all is coloured
  useEffect(() => {
    const frame = waiting ? requestAnimationFrame(() => startTransition(nextRound)) : null;
    return () => (frame === null ? undefined : cancelAnimationFrame(frame));
  }, [waiting, round]);
  return (
    <code>
      {lines.map(lineWithKey)}
      {lines.length > 0 && rest !== '' ? '\n' : null}
      {rest}
    </code>
  );
}

function lineWithKey(tokens: CodeLine, index: number) {
  return <Line key={index} tokens={tokens} first={index === 0} />;
}

const Line = memo(function Line({ tokens, first }: { tokens: CodeLine; first: boolean }) {
  return (
    <>
      {first ? null : '\n'}
      {tokens.map(({ content, color }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: tokens never move
        <span key={index} style={{ color }}>
          {content}
        </span>
      ))}
    </>
  );
});

/** What colours this block; null while it is being fetched, and for languages that are not coloured. */
function usePainter(language: string): Painter | null {
  const [painter, setPainter] = useState<Painter | null>(null);
  useEffect(() => {
    const known = languageNamed(language);
    let wanted = true;
    setPainter(null);
    if (known !== null) {
      import('./highlighter')
        .then(({ createPainter }) => createPainter(known))
        .then(
          // A page can have a hundred blocks, and all of them get their colours at the same moment.
          (made) => wanted && startTransition(() => setPainter(made)),
          // Without a connection the colours do not come; the code is readable without them.
          () => undefined,
        );
    }
    return () => {
      wanted = false;
    };
  }, [language]);
  return painter;
}
