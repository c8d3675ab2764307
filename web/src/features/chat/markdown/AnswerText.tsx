import { lazy, Suspense } from 'react';
import { Fallible } from './Fallible';

const load = () => import('./Markdown').then(({ Markdown }) => ({ default: Markdown }));
const Markdown = lazy(load);

/** Fetches what draws answers once the page has nothing better to do, and before the first answer comes. */
export function preloadAnswerText(): void {
  // If it fails, answers are shown as plain text.
  const fetchIt = () => void load().catch(() => undefined);
  if ('requestIdleCallback' in globalThis) {
    globalThis.requestIdleCallback(fetchIt);
  } else {
    setTimeout(fetchIt);
  }
}

/** An answer's text; plain until what draws markdown has been fetched, or if it cannot be. */
export function AnswerText({ text, growing }: { text: string; growing: boolean }) {
  const plain = <p className="whitespace-pre-wrap">{text}</p>;
  return (
    <Fallible fallback={plain}>
      <Suspense fallback={plain}>
        <Markdown text={text} growing={growing} />
      </Suspense>
    </Fallible>
  );
}
