import { Code, Workflow } from 'lucide-react';
import { useRef, useState } from 'react';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { CodeBlock } from './CodeBlock';
import { CopyIcon } from './CopyIcon';
import { useDiagramFrame } from './useDiagramFrame';

/** Where diagrams are drawn; its own security policy is in crates/server/src/http/wrapping.rs. */
const PAGE = '/diagram.html';

/**
 * A diagram in an answer, drawn in a frame that is sandboxed without an origin and without a network. Its text is there until
 * then, instead of what cannot be drawn, and whenever somebody wants it.
 */
export function Diagram({ code }: { code: string }) {
  const { frame, drawing, onLoad, again } = useDiagramFrame(code);
  const figure = useRef<HTMLElement>(null);
  const [asText, setAsText] = useState(false);
  if (drawing.status === 'impossible') {
    return <CodeBlock code={code} language="mermaid" />;
  }
  const height = drawing.status === 'drawn' ? drawing.height : null;
  const shown = height !== null && !asText;
  return (
    <figure
      ref={figure}
      tabIndex={-1}
      className="code-block relative overflow-hidden rounded-m border border-line bg-sunk"
    >
      <figcaption className="flex h-10 items-center gap-1 border-line border-b ps-4 pe-1 touch:h-11 touch:gap-0 touch:pe-0 text-12 text-ink-soft">
        <Workflow size={14} aria-hidden="true" />
        <span className="min-w-0 flex-1 truncate ps-1">{t('chat.diagram')}</span>
        <IconButton
          size="s"
          label={t('chat.diagram.text')}
          aria-pressed={!shown}
          disabled={height === null}
          className="aria-pressed:bg-ink/7 aria-pressed:text-ink"
          icon={<Code size={16} aria-hidden="true" />}
          onClick={() => setAsText(!asText)}
        />
        <CopyIcon text={code} label={t('chat.code.copy')} />
      </figcaption>
      {shown ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre tabIndex={0} className="overflow-x-auto px-4 py-3">
          <code>{code}</code>
        </pre>
      )}
      {drawing.status === 'missing' ? (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-t px-4 py-2.5">
          <p role="status" className="min-w-0 flex-1 basis-56 text-14 text-ink-soft">
            {t('chat.diagram.missing')}
          </p>
          <Button
            size="s"
            onClick={() => {
              // The button goes; whoever pressed it stays with the diagram.
              figure.current?.focus();
              again();
            }}
          >
            {t('action.retry')}
          </Button>
        </div>
      ) : (
        <div className={cx('bg-raised px-4 py-3', !shown && 'invisible absolute inset-x-0 top-10 -z-10')}>
          <iframe
            ref={frame}
            src={PAGE}
            sandbox="allow-scripts"
            loading="lazy"
            title={t('chat.diagram')}
            className="block w-full border-0"
            // As the frame's own: a frame of another scheme is painted white behind the drawing.
            style={{ height: height ?? 0, colorScheme: 'light' }}
            onLoad={onLoad}
          />
        </div>
      )}
    </figure>
  );
}
