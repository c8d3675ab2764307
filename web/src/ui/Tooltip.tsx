import { cloneElement, type ReactElement } from 'react';

type Tipped = { 'data-tip'?: string };

/**
 * Names a control for those who see it; the control must carry the same name for those who hear it. Only a mark: a page has
 * hundreds of these, and `Tooltips` shows the one that is looked at.
 */
export function Tooltip({ text, children }: { text: string; children: ReactElement<Tipped> }) {
  return cloneElement(children, { 'data-tip': text });
}
