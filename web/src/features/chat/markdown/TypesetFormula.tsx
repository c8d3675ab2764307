import 'katex/dist/katex.min.css';
import { type ReactNode, useLayoutEffect, useMemo, useRef } from 'react';
import { typeset } from './typeset';

type Props = {
  tex: string;
  display: boolean;
  /** Shown instead when TeX cannot be read, e.g. as it is only half written. */
  fallback: ReactNode;
};

/** A formula, drawn for the eye and as MathML for screen readers. */
export function TypesetFormula({ tex, display, fallback }: Props) {
  const place = useRef<HTMLSpanElement>(null);
  const drawn = useMemo(() => typeset(tex, display), [tex, display]);
  useLayoutEffect(() => {
    if (drawn !== null) {
      place.current?.replaceChildren(drawn);
    }
  }, [drawn]);
  if (drawn === null) {
    return fallback;
  }
  if (!display) {
    return <span ref={place} />;
  }
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  return <span ref={place} tabIndex={0} className="formula-display" />;
}
