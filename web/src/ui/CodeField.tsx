import { type ComponentProps, useEffect, useRef } from 'react';
import { Field, TextInput } from './Field';

type Props = ComponentProps<'input'> & {
  label: string;
  error: string | undefined;
  /** It comes in place of the fields before it, so it takes the focus that they had. */
  takesFocus?: boolean;
};

/** A code that is typed once. */
export function CodeField({ label, error, takesFocus = false, ...rest }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) {
      input.current?.focus();
    }
  }, [takesFocus]);
  return (
    <Field label={label} error={error}>
      {(control) => (
        <TextInput
          {...control}
          {...rest}
          ref={input}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          className="font-mono"
        />
      )}
    </Field>
  );
}
