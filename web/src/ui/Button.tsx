import { type ComponentProps, type MouseEvent, type ReactNode, useRef } from 'react';
import { type ButtonSize, type ButtonVariant, buttonClass } from './buttonClass';
import { Spinner } from './Spinner';

export type ButtonProps = ComponentProps<'button'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Work is under way: the button keeps its width and its focus, shows a spinner and cannot be pressed again. */
  busy?: boolean;
  icon?: ReactNode;
};

export function Button({
  variant,
  size,
  busy = false,
  icon,
  className,
  children,
  onClick,
  type,
  ...rest
}: ButtonProps) {
  /** A press was taken, and what it has set off could not be drawn yet: a page that was held up hands over all its presses at once. */
  const taken = useRef(false);

  function press(event: MouseEvent<HTMLButtonElement>) {
    if (busy || taken.current) {
      event.preventDefault();
      return;
    }
    if (onClick !== undefined) {
      taken.current = true;
      // Runs after what the press itself has put off: a mutation tells only then that it is under way.
      queueMicrotask(() => setTimeout(() => (taken.current = false)));
      onClick(event);
    }
  }

  return (
    <button
      type={type ?? 'button'}
      className={buttonClass(variant, size, className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={press}
      {...rest}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}
