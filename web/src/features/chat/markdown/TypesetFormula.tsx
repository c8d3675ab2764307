import katex from 'katex';
import { type ReactNode, useMemo } from 'react';
import { MathElement } from './MathElement';

type Props = {
  tex: string;
  display: boolean;
  /** Shown instead when TeX cannot be read, e.g. as it is only half written. */
  fallback: ReactNode;
};

/**
 * A formula as MathML, which browsers draw and read aloud by themselves: no style sheet, no fonts, and nothing that a
 * strict security policy would refuse.
 */
export function TypesetFormula({ tex, display, fallback }: Props) {
  const math = useMemo(() => typeset(tex, display), [tex, display]);
  if (math === null) {
    return fallback;
  }
  return <MathElement math={math} display={display} />;
}

function typeset(tex: string, display: boolean): Element | null {
  const place = document.createElement('span');
  try {
    katex.render(tex, place, {
      displayMode: display,
      output: 'mathml',
      // Answers are untrusted: no links, no classes, no files; and bounds on what one formula may cost.
      trust: false,
      strict: 'ignore',
      maxSize: 20,
      maxExpand: 500,
    });
  } catch (error) {
    if (error instanceof katex.ParseError) {
      return null;
    }
    throw error;
  }
  return place.querySelector('math');
}
