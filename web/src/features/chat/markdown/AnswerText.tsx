import { lazy, Suspense } from 'react';

const load = () => import('./Markdown').then(({ Markdown }) => ({ default: Markdown }));
const Markdown = lazy(load);

/** Fetches what draws answers, before the first one comes. */
export function preloadAnswerText(): void {
  // If it fails it is fetched again when an answer is drawn, and told there.
  load().catch(() => undefined);
}

/** An answer's text; plain until what draws markdown has been fetched. */
export function AnswerText({ text, growing }: { text: string; growing: boolean }) {
  return (
    <Suspense fallback={<p className="whitespace-pre-wrap">{text}</p>}>
      <Markdown text={text} growing={growing} />
    </Suspense>
  );
}
