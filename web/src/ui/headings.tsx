import { createContext, type ReactNode, useContext } from 'react';

const LEVELS = ['h2', 'h3', 'h4'] as const;

/** How many headings of the page stand above what is drawn here, its title aside. */
const Depth = createContext(0);

/** The heading that belongs here: no level is left out, however parts are put together. */
export function useHeading(): (typeof LEVELS)[number] {
  return LEVELS[useContext(Depth)] ?? 'h4';
}

/** Around what stands under such a heading. */
export function Deeper({ children }: { children: ReactNode }) {
  return <Depth value={useContext(Depth) + 1}>{children}</Depth>;
}
