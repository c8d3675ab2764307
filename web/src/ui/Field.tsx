import { ChevronDown } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx';

/** What a control inside a `Field` must carry, so that its label, hint and error belong to it. */
type FieldControl = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
};

type FieldProps = {
  label: string;
  hint?: ReactNode;
  /** What is wrong, and what to do. Shown in place of the hint. */
  error?: string | undefined;
  className?: string;
  children: (control: FieldControl) => ReactNode;
};

export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={cx('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="font-medium text-14">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': note ? `${id}-note` : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {note ? (
        <p
          id={`${id}-note`}
          role={error ? 'alert' : undefined}
          className={cx('text-14', error ? 'text-bad' : 'text-ink-soft')}
        >
          {note}
        </p>
      ) : null}
    </div>
  );
}

const CONTROL = cx(
  'w-full rounded-s border border-line-strong bg-raised px-3 text-16 text-ink transition-colors',
  'hover:border-ink-soft aria-invalid:border-bad',
);

export function TextInput({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cx(CONTROL, 'h-11', className)} {...rest} />;
}

type SelectProps = Omit<ComponentProps<'select'>, 'size'> & {
  /** `s` stands in a row with other things, and is as wide as what is chosen. */
  size?: 's' | 'm';
};

export function SelectInput({ size = 'm', className, ...rest }: SelectProps) {
  return (
    <span className={cx('relative block', className)}>
      <select
        className={
          size === 'm'
            ? cx(CONTROL, 'h-11 appearance-none pe-10')
            : 'h-9 w-full appearance-none truncate rounded-s border border-line bg-raised ps-3 pe-8 text-14 text-ink-soft transition-colors hover:border-line-strong touch:h-11'
        }
        {...rest}
      />
      <ChevronDown
        size={16}
        aria-hidden="true"
        className={cx(
          'pointer-events-none absolute top-1/2 -translate-y-1/2 text-ink-soft',
          size === 'm' ? 'inset-e-3' : 'inset-e-2',
        )}
      />
    </span>
  );
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={cx(CONTROL, 'min-h-24 py-2', className)} {...rest} />;
}
