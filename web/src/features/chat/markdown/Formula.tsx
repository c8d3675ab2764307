import { lazy, Suspense } from 'react';
import { cx } from '@/ui/cx';

const Typeset = lazy(() =>
  import('./TypesetFormula').then(({ TypesetFormula }) => ({ default: TypesetFormula })),
);

/** A formula in TeX; its source while the typesetter is being fetched. */
export function Formula({ tex, display }: { tex: string; display: boolean }) {
  return (
    <Suspense fallback={<FormulaSource tex={tex} display={display} />}>
      <Typeset tex={tex} display={display} fallback={<FormulaSource tex={tex} display={display} />} />
    </Suspense>
  );
}

function FormulaSource({ tex, display }: { tex: string; display: boolean }) {
  return <code className={cx('text-ink-soft', display && 'block whitespace-pre-wrap')}>{tex}</code>;
}
