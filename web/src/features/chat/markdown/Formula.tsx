import { lazy, Suspense } from 'react';
import { cx } from '@/ui/cx';
import { Fallible } from './Fallible';

const Typeset = lazy(() =>
  import('./TypesetFormula').then(({ TypesetFormula }) => ({ default: TypesetFormula })),
);

/** A formula in TeX; its source until the typesetter has been fetched, or if it cannot be. */
export function Formula({ tex, display }: { tex: string; display: boolean }) {
  const source = <FormulaSource tex={tex} display={display} />;
  return (
    <Fallible fallback={source}>
      <Suspense fallback={source}>
        <Typeset tex={tex} display={display} fallback={source} />
      </Suspense>
    </Fallible>
  );
}

function FormulaSource({ tex, display }: { tex: string; display: boolean }) {
  return <code className={cx('text-ink-soft', display && 'block whitespace-pre-wrap')}>{tex}</code>;
}
