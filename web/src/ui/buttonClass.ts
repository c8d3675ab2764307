import { cx } from './cx';

/** `primary` is the one next thing to do on a page; `quiet` has no frame; `danger` ends something. */
export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 's' | 'm' | 'l';

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'border border-line-strong/60 bg-raised text-ink hover:border-line-strong hover:bg-sunk',
  quiet: 'text-ink-soft hover:bg-ink/6 hover:text-ink',
  danger: 'border border-bad/50 text-bad hover:bg-bad-soft',
};

const SIZES: Record<ButtonSize, string> = {
  // Fingers need more room than a mouse.
  s: 'min-h-8 gap-1.5 px-3 text-14 touch:min-h-11',
  m: 'min-h-10 gap-2 px-4 text-14 touch:min-h-11',
  l: 'min-h-12 gap-2 px-5 text-16',
};

/** The look of a button, for what is a button to the eye but a link to the browser. */
export function buttonClass(
  variant: ButtonVariant = 'secondary',
  size: ButtonSize = 'm',
  more?: string,
): string {
  return cx(
    'inline-flex shrink-0 select-none items-center justify-center rounded-s font-medium transition-colors',
    'disabled:pointer-events-none disabled:opacity-55 aria-busy:pointer-events-none',
    VARIANTS[variant],
    SIZES[size],
    more,
  );
}
