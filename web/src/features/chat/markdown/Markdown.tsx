import './markdown.css';
import { Check } from 'lucide-react';
import { type ComponentProps, createContext, lazy, memo, Suspense, useContext, useMemo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import { t } from '@/lib/i18n/t';
import { type Fence, fenceIn, splitBlocks } from './blocks';
import { CodeBlock } from './CodeBlock';
import { Fallible } from './Fallible';
import { Formula } from './Formula';
import { unifyFormulas } from './formulas';
import { repairGrowing } from './repair';
import { safeUrl } from './safeUrl';

type Props = {
  text: string;
  /** The text is still growing: its last block is repaired where markdown is only half written. */
  growing: boolean;
};

/**
 * A model's answer. It is untrusted: HTML in it is shown as text, links lead only to the web and to mail, and nothing
 * is loaded from anywhere. Only the last block is drawn again while it grows.
 */
export function Markdown({ text, growing }: Props) {
  const blocks = useMemo(() => splitBlocks(unifyFormulas(text)), [text]);
  return (
    <div className="markdown">
      {blocks.map((block, index) => (
        <Block
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end
          key={index}
          text={block}
          growing={growing && index === blocks.length - 1}
        />
      ))}
    </div>
  );
}

type Plugins = NonNullable<ComponentProps<typeof ReactMarkdown>['remarkPlugins']>;
const PLUGINS: Plugins = [
  [remarkGfm, { singleTilde: false }],
  [remarkMath, { singleDollarTextMath: false }],
];

/** Whether the block is still being written. */
const Growing = createContext(false);

/** So many characters without a paragraph's end are data rather than prose; parsing them would stop the page. */
const PROSE_MAX_LENGTH = 50_000;

const Block = memo(function Block({ text, growing }: Props) {
  const fence = fenceIn(text);
  return (
    <Growing value={growing}>
      {fence !== null ? (
        <DiagramOrCode {...fence} />
      ) : text.length > PROSE_MAX_LENGTH ? (
        <p dir="auto" className="whitespace-pre-wrap">
          {text}
        </p>
      ) : (
        <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS} urlTransform={safeUrl}>
          {growing ? repairGrowing(text) : text}
        </ReactMarkdown>
      )}
    </Growing>
  );
});

function DiagramOrCode({ language, code }: Fence) {
  return language === 'mermaid' ? (
    <WholeDiagram code={code} />
  ) : (
    <CodeBlock code={code} language={language} />
  );
}

/** Half a diagram is only code. */
function WholeDiagram({ code }: { code: string }) {
  const growing = useContext(Growing);
  const text = <CodeBlock code={code} language="mermaid" />;
  return growing ? (
    text
  ) : (
    <Fallible fallback={text}>
      <Suspense fallback={text}>
        <Diagram code={code} />
      </Suspense>
    </Fallible>
  );
}

const Diagram = lazy(() => import('./Diagram').then((module) => ({ default: module.Diagram })));

const COMPONENTS: Components = {
  a({ href, children }) {
    return href ? <WebLink href={href}>{children}</WebLink> : <span>{children}</span>;
  },
  // Each paragraph, heading, list and table is written in the direction of its own words.
  p: ({ children }) => <p dir="auto">{children}</p>,
  blockquote: ({ children }) => <blockquote dir="auto">{children}</blockquote>,
  ul: ({ className, children }) => (
    <ul dir="auto" className={className}>
      {children}
    </ul>
  ),
  ol: ({ className, start, children }) => (
    <ol dir="auto" className={className} start={start}>
      {children}
    </ol>
  ),
  // Below the page's own headings: "You" and "Answer" are of the second level.
  h1: ({ children }) => <h3 dir="auto">{children}</h3>,
  h2: ({ children }) => <h3 dir="auto">{children}</h3>,
  h3: ({ children }) => <h4 dir="auto">{children}</h4>,
  h4: ({ children }) => <h5 dir="auto">{children}</h5>,
  h5: ({ children }) => <h6 dir="auto">{children}</h6>,
  h6: ({ children }) => <h6 dir="auto">{children}</h6>,
  // Loading a picture from elsewhere would tell its host who reads this, and when: it is only a link.
  img({ src, alt }) {
    const name = alt || t('chat.image');
    return typeof src === 'string' && src !== '' ? <WebLink href={src}>{name}</WebLink> : <span>{name}</span>;
  },
  pre({ node, children }) {
    const code = node?.children[0];
    if (code?.type !== 'element' || code.tagName !== 'code') {
      return <pre>{children}</pre>;
    }
    const text = code.children.map((child) => (child.type === 'text' ? child.value : '')).join('');
    const classes = classNames(code.properties.className);
    if (classes.includes('math-display')) {
      return <Formula tex={text} display />;
    }
    const language = classes.find((name) => name.startsWith('language-'))?.slice('language-'.length) ?? '';
    return <DiagramOrCode code={text.replace(/\n$/, '')} language={language} />;
  },
  code({ className, children }) {
    return className?.split(' ').includes('math-inline') ? (
      <Formula tex={String(children)} display={false} />
    ) : (
      <code>{children}</code>
    );
  },
  // A task in a list is to be read, not ticked: a picture, not a control.
  input({ checked }) {
    return (
      <span role="img" aria-label={checked ? t('chat.task.done') : t('chat.task.open')} className="task-mark">
        {checked ? <Check size={12} aria-hidden="true" /> : null}
      </span>
    );
  },
  table({ children }) {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
      <div role="group" tabIndex={0} aria-label={t('chat.table')} className="table-scroll scrolls-sideways">
        <table dir="auto">{children}</table>
      </div>
    );
  },
};

function WebLink({ href, children }: ComponentProps<'a'>) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

function classNames(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
