import type { ComponentProps } from 'react';
import { cx } from './cx';

/** Something small to do, which reads as a part of the text around it. */
export function TextButton({ className, ...rest }: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      className={cx(
        'self-start text-14 text-ink-soft underline underline-offset-4 transition-colors hover:text-ink touch:min-h-11',
        className,
      )}
      {...rest}
    />
  );
}
