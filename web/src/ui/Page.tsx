import type { ReactNode } from 'react';
import { cx } from './cx';
import { Deeper, useHeading } from './headings';
import { usePageTitle } from './usePageTitle';

type Props = {
  title: ReactNode;
  /** What the browser calls it, where the title is more than a text or says less. */
  name?: string;
  /** One line under the title. */
  lead?: ReactNode;
  actions?: ReactNode;
  /** How wide what is on it may be; it begins at the same place on all pages. */
  width?: 'm' | 'l';
  children: ReactNode;
};

/** A page with a title, in the frame. */
export function Page({ title, name = String(title), lead, actions, width = 'l', children }: Props) {
  usePageTitle(name);
  return (
    <main className="mx-auto w-full max-w-5xl px-4 pt-6 pb-16 sm:px-8 sm:pt-10">
      <div className={cx('flex flex-col gap-8', width === 'm' && 'max-w-152')}>
        <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
          <div className="flex min-w-0 flex-col gap-1">
            <h1 dir="auto" className="font-semibold text-28">
              {title}
            </h1>
            {lead ? <p className="text-16 text-ink-soft tabular-nums">{lead}</p> : null}
          </div>
          {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
        </header>
        {children}
      </div>
    </main>
  );
}

type SectionProps = { title: string; actions?: ReactNode; children: ReactNode; className?: string };

/** A part of a page under its own heading, or a part of such a part under one of the next level. */
export function Section({ title, actions, children, className }: SectionProps) {
  const Heading = useHeading();
  return (
    <section className={cx('flex flex-col gap-3', className)}>
      <div className="flex min-h-8 items-center justify-between gap-4">
        <Heading className="font-semibold text-16">{title}</Heading>
        {actions}
      </div>
      <Deeper>{children}</Deeper>
    </section>
  );
}
