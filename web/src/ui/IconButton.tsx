import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx';
import { Tooltip } from './Tooltip';

type Props = Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
  /** Its name, for the ear and as a tooltip for the eye. */
  label: string;
  icon: ReactNode;
  size?: 's' | 'm';
};

/** A button that is only a picture. 32 px, 40 px as `m`, and what fingers need on phones. */
export function IconButton({ label, icon, size = 'm', className, type, ...rest }: Props) {
  return (
    <Tooltip text={label}>
      <button
        type={type ?? 'button'}
        aria-label={label}
        className={cx(
          'inline-flex shrink-0 items-center justify-center rounded-s text-ink-soft transition-colors hover:bg-ink/6 hover:text-ink',
          'disabled:pointer-events-none disabled:opacity-45',
          'touch:size-11',
          size === 'm' ? 'size-10' : 'size-8',
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
