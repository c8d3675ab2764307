import type { ReactNode } from 'react';

/** Lets a table that is wider than the page scroll inside, by keyboard too. */
export function WideTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard needs the focus here
    <section aria-label={label} tabIndex={0} className="scrolls-sideways overflow-x-auto">
      {children}
    </section>
  );
}
