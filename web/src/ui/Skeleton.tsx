import { t } from '@/lib/i18n/t';
import { cx } from './cx';

/** The place of something that is loading, in its size, so that nothing jumps when it comes. */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden="true" className={cx('animate-breathe rounded-s bg-ink/8', className)} />;
}

/** Wraps skeletons and says once, in words, that something is loading. */
export function Loading({ children, className }: { children: React.ReactNode; className?: string }) {
  return (
    <div role="status" className={className}>
      <span className="sr-only">{t('state.loading')}</span>
      {children}
    </div>
  );
}
