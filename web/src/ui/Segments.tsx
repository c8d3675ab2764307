import { useId } from 'react';
import { cx } from './cx';

type Props<T extends string> = {
  label: string;
  value: T;
  onChange(value: T): void;
  options: readonly { value: T; label: string }[];
};

/** A few choices side by side, one of them chosen. Native radio buttons underneath. */
export function Segments<T extends string>({ label, value, onChange, options }: Props<T>) {
  const name = useId();
  return (
    <fieldset className="inline-flex self-start rounded-s bg-ink/7 p-1">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={cx(
            'relative flex min-h-8 cursor-pointer touch:min-h-11 items-center rounded-s px-3 font-medium text-14 transition-colors',
            'has-focus-visible:outline-2 has-focus-visible:outline-accent-text has-focus-visible:outline-offset-2',
            value === option.value ? 'bg-raised text-ink dark:bg-ink/15' : 'text-ink-soft hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
