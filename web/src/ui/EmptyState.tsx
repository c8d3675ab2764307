import type { ReactNode } from 'react';

type Props = { title: string; children?: ReactNode; picture?: ReactNode; action?: ReactNode };

/** Says that there is nothing here yet, and what would be. */
export function EmptyState({ title, children, picture, action }: Props) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-12 text-center">
      {picture}
      <h2 className="font-semibold text-16">{title}</h2>
      {children ? <p className="max-w-sm text-14 text-ink-soft">{children}</p> : null}
      {action ? <div className="pt-2">{action}</div> : null}
    </div>
  );
}
