import type { ReactNode } from 'react';
import { useHeading } from './headings';

type Props = {
  title: string;
  children?: ReactNode;
  picture?: ReactNode;
  action?: ReactNode;
  /** It is the whole page, and its title the page's. */
  page?: boolean;
};

/** Says that there is nothing here yet, and what would be. */
export function EmptyState({ title, children, picture, action, page = false }: Props) {
  const heading = useHeading();
  const Title = page ? 'h1' : heading;
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-12 text-center">
      {picture}
      <Title className={page ? 'font-semibold text-20' : 'font-semibold text-16'}>{title}</Title>
      {children ? <p className="max-w-sm text-14 text-ink-soft">{children}</p> : null}
      {action ? <div className="pt-2">{action}</div> : null}
    </div>
  );
}
